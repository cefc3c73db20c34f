"""Weeks of which there is nothing to review: a note that never came, or a reason why there is none."""

from collections.abc import Collection, Mapping
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from fidelity.usecases.find_waiting_weeks import newest_revision
from fidelity.usecases.queue_places import Place, place_of
from models import (
    Case,
    Rater,
    Review,
    ReviewStatus,
    Week,
    monday_of,
    now,
)

#: How far back the queue looks for notes that never came, and for weeks with nothing in them.
WEEKS_BACK = 4


def first_monday_back() -> date:
    """The earliest week that is looked at."""
    return monday_of(date.today()) - timedelta(weeks=WEEKS_BACK - 1)


def find_weeks_without_work(
    db: Session, cases: Mapping[UUID, Case], to_review: Collection[tuple[UUID, date]]
) -> tuple[list[Place], list[tuple[Place, str]]]:
    """Late weeks, and weeks with nothing and the reason: newest first, of the last WEEKS_BACK weeks.

    ``to_review``: case and Monday of the weeks that wait for a review, which are neither. One query.
    """
    moment, last = now(), monday_of(date.today())
    mondays = [last - timedelta(weeks=back) for back in range(WEEKS_BACK)]
    done, because = _what_is_there(db, cases, mondays)
    late, nothing = [], []
    for monday in mondays:
        for case in cases.values():
            key = (case.id, monday)
            if key in to_review or key in done or not _is_open(case, monday):
                continue
            place = place_of(case, monday)
            if key in because:
                nothing.append((place, because[key]))
            elif place.due < moment:
                late.append(place)
    return late, nothing


def _what_is_there(
    db: Session, cases: Collection[UUID], mondays: Collection[date]
) -> tuple[set[tuple[UUID, date]], dict[tuple[UUID, date], str]]:
    """Weeks with a note or with feedback, and the reasons of those where somebody said one."""
    # Joined, and not asked with EXISTS: for that PostgreSQL reads every note there is.
    published = and_(
        Review.week_id == Week.id, Review.rater == Rater.FIRST, Review.status == ReviewStatus.PUBLISHED
    )
    rows = db.execute(
        select(
            Week.case_id,
            Week.starts_on,
            Week.nothing_because,
            newest_revision().is_not(None),
            Review.id.is_not(None),
        )
        .outerjoin(Review, published)
        .where(Week.case_id.in_(cases), Week.starts_on.in_(mondays))
    )
    done, because = set(), {}
    for case_id, monday, reason, note, feedback in rows:
        if reason is not None and not note:
            because[case_id, monday] = reason
        elif note or feedback:
            done.add((case_id, monday))
    return done, because


def _is_open(case: Case, monday: date) -> bool:
    return monday_of(case.opened_on) <= monday and (case.closed_on is None or monday <= case.closed_on)
