"""From the weeks themselves to the agenda: notes that are missing, and raters who differ."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from fidelity.adherence.coverage import is_open_in
from fidelity.agenda.carry import WEEKS_AGAIN
from fidelity.agenda.items import Differing, Item, Kind, Missing
from fidelity.usecases.agenda_span import Span
from fidelity.usecases.find_agenda_notes import NoteSaid
from fidelity.usecases.find_second_ratings import SecondRating
from fidelity.usecases.held_cases import HeldCase
from fidelity.week_state import SOON, day_of, due_at
from models import Recording, RecordingStatus, monday_of, now

_GONE = (RecordingStatus.WITHDRAWN, RecordingStatus.CANCELLED)


def find_missing(db: Session, span: Span, notes: Iterable[NoteSaid], touched: Collection[str]) -> list[Item]:
    """One item a case for its weeks with neither a note nor a reason for nothing.

    Before they are due soon the agenda only counts notes.
    """
    with_note = {(note.week.case_id, note.week.monday) for note in notes}
    weeks = {(week.case_id, week.monday): week for week in span.weeks.values()}
    recordings = _recordings(db, {week.id for week in weeks.values() if week.monday >= _first(span)})
    items = []
    for case in span.cases.values():
        missing, homes, count = [], [span.monday], 0
        for monday in _mondays(span):
            if (case.id, monday) in with_note or not _is_open(case, monday):
                continue
            week = weeks.get((case.id, monday))
            if week and week.nothing_because is not None:
                continue
            if (due := _due(span, case, monday)) - SOON <= now():
                missing.append(monday)
                homes.append(monday_of(day_of(due)))
                count += recordings.get(week.id, 0) if week else 0
        key = f"{Kind.MISSING.value}:{case.id}"
        if missing:
            items.append(_item(case, key, homes[-1], missing[-1], Missing(tuple(missing), recordings=count)))
        elif key in touched:
            items.append(_item(case, key, span.monday, span.monday, Missing(())))
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


def _item(case: HeldCase, key: str, home: date, monday: date, content: Missing) -> Item:
    therapists = ", ".join(case.names_in(monday))
    return Item(key, Kind.MISSING, home, case.id, case.reference, therapists, monday, content)


def _mondays(span: Span) -> list[date]:
    """Oldest first, as far as they have begun."""
    mondays = [span.monday - timedelta(weeks=back) for back in reversed(range(WEEKS_AGAIN + 1))]
    return [monday for monday in mondays if monday <= date.today()]


def _is_open(case: HeldCase, monday: date) -> bool:
    return is_open_in(monday, opened_on=case.opened_on, closed_on=case.closed_on)


def _due(span: Span, case: HeldCase, monday: date) -> datetime:
    team = span.team
    return due_at(
        monday, weekday=team.consultation_weekday, at=team.consultation_time, opened_on=case.opened_on
    )


def _first(span: Span) -> date:
    return span.monday - timedelta(weeks=WEEKS_AGAIN)
