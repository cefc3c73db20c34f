"""From the weeks themselves to the agenda: notes that are missing, and raters who differ."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from fidelity.adherence.coverage import is_open_in
from fidelity.agenda.carry import WEEKS_AGAIN
from fidelity.agenda.items import Differing, Item, Kind, Missing
from fidelity.usecases.agenda_span import Span
from fidelity.usecases.find_agenda_notes import NoteSaid
from fidelity.usecases.standing_consensus import standing_consensus
from models import (
    Principle,
    Rater,
    Rating,
    Recording,
    RecordingStatus,
    Review,
    ReviewStatus,
    SecondLook,
    monday_of,
    now,
)

_GONE = (RecordingStatus.WITHDRAWN, RecordingStatus.CANCELLED)
#: Before that nobody is late: the agenda only counts what is there.
_SAID_BEFORE = timedelta(days=1)


def find_missing(db: Session, span: Span, notes: Iterable[NoteSaid], touched: Collection[str]) -> list[Item]:
    """Weeks of open cases without a note, from a day before their consultation."""
    with_note = {(note.week.case_id, note.week.monday) for note in notes}
    weeks = {(week.case_id, week.monday): week for week in span.weeks.values()}
    recordings = _recordings(db, {week.id for week in weeks.values() if week.monday >= _first(span)})
    items, moment = [], now()
    for back in range(WEEKS_AGAIN + 1):
        monday = span.monday - timedelta(weeks=back)
        if monday > monday_of(date.today()):
            continue
        for case in span.cases.values():
            key = f"{Kind.MISSING.value}:{case.id}:{monday.isoformat()}"
            is_open = is_open_in(monday, opened_on=case.opened_on, closed_on=case.closed_on)
            is_here = (case.id, monday) in with_note
            week = weeks.get((case.id, monday))
            nothing_because = week.nothing_because if week else None
            is_due = nothing_because is not None or moment >= span.due(monday) - _SAID_BEFORE
            if not is_open or ((is_here or not is_due) and key not in touched):
                continue
            content = Missing(nothing_because, recordings.get(week.id, 0) if week else 0, is_here)
            items.append(
                Item(
                    key,
                    Kind.MISSING,
                    monday,
                    case.id,
                    case.reference,
                    case.therapists_in(monday),
                    monday,
                    content,
                )
            )
    return items


def find_differing(db: Session, span: Span) -> list[Item]:
    """Weeks that two people have rated, and that still wait for what they agree on."""
    rows = db.execute(
        select(SecondLook.week_id, SecondLook.done_at, Review.rater, Rating.principle, Rating.value)
        .join(Review, Review.week_id == SecondLook.week_id)
        .join(Rating, Rating.review_id == Review.id)
        .where(
            SecondLook.week_id.in_(span.weeks.keys() - span.hidden),
            SecondLook.done_at.is_not(None),
            (Review.rater == Rater.FIRST) & (Review.status == ReviewStatus.PUBLISHED)
            | (Review.rater == Rater.SECOND) & (Review.status == ReviewStatus.SUBMITTED),
        )
    )
    values: defaultdict[UUID, dict[tuple[Principle, Rater], int | None]] = defaultdict(dict)
    done = {}
    for week_id, done_at, rater, principle, value in rows:
        values[week_id][principle, rater] = value
        done[week_id] = done_at or now()
    agreed = standing_consensus()
    settled = {
        (week_id, principle)
        for week_id, principle in db.execute(
            select(agreed.c.week_id, agreed.c.principle).where(agreed.c.week_id.in_(values))
        )
    }
    items = []
    for week_id, given in values.items():
        differing = [
            (principle, given[principle, Rater.FIRST], given[principle, Rater.SECOND])
            for principle in Principle
            if (principle, Rater.FIRST) in given
            and (principle, Rater.SECOND) in given
            and given[principle, Rater.FIRST] != given[principle, Rater.SECOND]
            and (week_id, principle) not in settled
        ]
        if differing:
            week = span.weeks[week_id]
            home = max(week.monday, span.first_after(done[week_id]))
            key = f"{Kind.CONSENSUS.value}:{week_id}"
            items.append(span.item(key, Kind.CONSENSUS, home=home, week=week, content=Differing(differing)))
    return items


def _recordings(db: Session, week_ids: set[UUID]) -> dict[UUID, int]:
    rows = db.execute(
        select(Recording.week_id, func.count())
        .where(Recording.week_id.in_(week_ids), Recording.status.not_in(_GONE))
        .group_by(Recording.week_id)
    )
    return dict(rows.all())


def _first(span: Span) -> date:
    return span.monday - timedelta(weeks=WEEKS_AGAIN)
