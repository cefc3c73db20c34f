"""Weeks of which there is nothing to review: a note that never came, or a reason why there is none."""

from collections.abc import Collection, Mapping
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from fidelity.usecases.find_weeks import WeekSummary, weeks_between
from fidelity.usecases.queue_places import Place, place_of
from models import Case, monday_of, now

#: How far back the queue looks for notes that never came, and for weeks with nothing in them.
WEEKS_BACK = 4


def first_monday_back() -> date:
    """The earliest week that is looked at."""
    return monday_of(date.today()) - timedelta(weeks=WEEKS_BACK - 1)


def find_weeks_without_work(
    db: Session, cases: Mapping[UUID, Case], to_review: Collection[tuple[UUID, date]]
) -> tuple[list[Place], list[tuple[Place, str]]]:
    """Late weeks, and weeks with nothing and the reason: newest first, of the last WEEKS_BACK weeks.

    ``to_review``: case and Monday of the weeks that wait for a review, which are neither.
    """
    moment, last = now(), monday_of(date.today())
    mondays = [last - timedelta(weeks=back) for back in range(WEEKS_BACK)]
    summaries = weeks_between(db, list(cases), mondays[-1], last)
    late, nothing = [], []
    for monday in mondays:
        for case in cases.values():
            if (case.id, monday) in to_review or not _is_open(case, monday):
                continue
            week = summaries.get((case.id, monday)) or WeekSummary(monday)
            place = place_of(case, monday)
            if week.nothing_because is not None and week.revision == 0:
                nothing.append((place, week.nothing_because))
            elif week.is_note_missing and week.published is None and place.due < moment:
                late.append(place)
    return late, nothing


def _is_open(case: Case, monday: date) -> bool:
    return monday_of(case.opened_on) <= monday and (case.closed_on is None or monday <= case.closed_on)
