"""From the weeks themselves to the agenda: notes that are missing, and raters who differ."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from fidelity.adherence.coverage import is_open_in
from fidelity.agenda.carry import WEEKS_AGAIN
from fidelity.agenda.items import Differing, Item, Kind, Missing
from fidelity.usecases.agenda_span import Span
from fidelity.usecases.find_agenda_notes import NoteSaid
from fidelity.usecases.find_second_ratings import SecondRating
from fidelity.week_state import SOON, day_of, due_at
from models import Recording, RecordingStatus, monday_of, now

_GONE = (RecordingStatus.WITHDRAWN, RecordingStatus.CANCELLED)


def find_missing(db: Session, span: Span, notes: Iterable[NoteSaid], touched: Collection[str]) -> list[Item]:
    """Weeks of open cases without a note. Before they are due soon the agenda only counts notes."""
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
            due = due_at(
                monday,
                weekday=span.team.consultation_weekday,
                at=span.team.consultation_time,
                opened_on=case.opened_on,
            )
            is_due = nothing_because is not None or moment >= due - SOON
            if not is_open or ((is_here or not is_due) and key not in touched):
                continue
            content = Missing(nothing_because, recordings.get(week.id, 0) if week else 0, is_here)
            items.append(
                Item(
                    key,
                    Kind.MISSING,
                    monday if nothing_because is not None else monday_of(day_of(due)),
                    case.id,
                    case.reference,
                    case.therapists_in(monday),
                    monday,
                    content,
                )
            )
    return items


def find_differing(span: Span, seconds: Mapping[UUID, SecondRating]) -> list[Item]:
    """Weeks that two people have rated, and that still wait for what they agree on."""
    items = []
    for week_id, rating in seconds.items():
        if rating.done_at and (differing := rating.differing):
            week = span.weeks[week_id]
            home = max(week.monday, span.first_after(rating.done_at))
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
