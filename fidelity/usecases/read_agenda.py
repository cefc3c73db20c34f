"""A team's consultation agenda: made from its weeks as they are now, in the order that people gave it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from fidelity.agenda.carry import WEEKS_AGAIN, Trace, comes_again
from fidelity.agenda.good_work import read_out
from fidelity.agenda.items import Differing, Item, Kind, Own, suggested
from fidelity.consultation import LOCAL
from fidelity.permissions import Deed
from fidelity.usecases import audit, guard
from fidelity.usecases.agenda_lines import Line, agenda_lines
from fidelity.usecases.agenda_span import Span, agenda_span, check_monday
from fidelity.usecases.find_agenda_notes import find_notes, find_questions, find_repeated
from fidelity.usecases.find_agenda_reviews import (
    find_agreed,
    find_not_done,
    find_published,
    find_unanswered,
)
from fidelity.usecases.find_agenda_weeks import find_differing, find_missing
from fidelity.usecases.find_contested import find_contested
from fidelity.usecases.find_covers import covers_on
from fidelity.usecases.find_good_work import find_good_work
from fidelity.usecases.find_second_ratings import find_second_ratings
from fidelity.usecases.hidden_agenda_items import hidden_keys
from models import Absence, AgendaItem, Person, Team, monday_of, now

#: Such an item waits for somebody's answer, and does not go away because agendas were not used.
_ALWAYS = {Kind.CONTESTED, Kind.CONSENSUS}


@dataclass(frozen=True)
class Agenda:
    """Everything on the page. ``lines`` are in order; ``off`` were taken off and can be put back.

    ``more`` is good work that is not read out, and ``close`` weeks of which two raters differ by a step,
    unless somebody puts one on the agenda.
    """

    team: Team
    monday: date
    due: datetime
    lines: Sequence[Line]
    off: Sequence[Line]
    more: Sequence[Line]
    close: Sequence[Line]
    absences: Sequence[Absence]
    #: Cases that an own item can be about: key and reference.
    cases: Sequence[tuple[UUID, str]]
    notes: int
    #: Weeks of this consultation for which a note is wanted: all but those with a reason for nothing.
    notes_wanted: int
    #: Cases with a reason for nothing this week, and the reason.
    nothing: Sequence[tuple[UUID, str, str]]
    #: Whether the day of the consultation is over.
    is_past: bool
    #: How many weeks are left out because the person may still rate them a second time.
    hidden: int

    @property
    def earlier(self) -> date:
        """The Monday before."""
        return self.monday - timedelta(weeks=1)

    @property
    def later(self) -> date | None:
        """The Monday after, as far as there is an agenda for it."""
        later = self.monday + timedelta(weeks=1)
        return later if later <= _latest() else None

    @property
    def ticked(self) -> int:
        """How many have been talked about."""
        return sum(line.ticked_at is not None for line in self.lines)

    @property
    def order(self) -> list[str]:
        """Keys in order."""
        return [line.item.key for line in self.lines]

    @property
    def positions(self) -> dict[str, int]:
        """Those that a person has put somewhere."""
        return {line.item.key: line.position for line in self.lines if line.position is not None}


def read_agenda(db: Session, *, by: Person, team_id: UUID, monday: date) -> Agenda:
    """Read it, and leave a trace of the reading. NotFound later than next week's."""
    agenda = make_agenda(db, by=by, team_id=team_id, monday=monday)
    audit.note_reading(db, by, "read consultation agenda", subject_id=team_id, team_id=team_id)
    return agenda


def make_agenda(db: Session, *, by: Person, team_id: UUID, monday: date) -> Agenda:
    """The same without the trace. The number of queries does not grow with the weeks."""
    team = guard.team(db, by, Deed.RUN_CONSULTATION, team_id)
    check_monday(monday, latest=_latest())
    span = agenda_span(db, by=by, team=team, monday=monday)
    every_row, unknown = _rows(db, team_id, monday), hidden_keys(db, span.unsaid)
    rows = [row for row in every_row if row.key not in unknown]
    here = {row.key: row for row in rows if row.monday == monday}
    items, notes = _items(db, span, rows, set(here))
    traces: defaultdict[str, dict[date, Trace]] = defaultdict(dict)
    for row in rows:
        if row.monday < monday:
            traces[row.key][row.monday] = Trace(row.ticked_at is not None, row.removed_at is not None)
    used = {row.monday for row in every_row if row.ticked_at is not None}
    shown = [
        item
        for item in items
        if item.key in here
        or comes_again(item.home, monday, traces.get(item.key, {}), used, always=item.kind in _ALWAYS)
    ]
    aside = _aside(shown, monday) - here.keys() - traces.keys()
    lines = agenda_lines(
        span, [item for item in shown if item.key not in aside], here, names=_names(db, here)
    )
    waiting = [Line(item, item.home < monday) for item in suggested(shown) if item.key in aside]
    open_cases = [case for case in span.cases.values() if case.closed_on is None or case.closed_on >= monday]
    wanted = [case for case in open_cases if case.opened_on < monday + timedelta(weeks=1)]
    nothing = _nothing(span)
    return Agenda(
        team=team,
        monday=monday,
        due=span.due(monday),
        lines=[line for line in lines if not line.is_off],
        off=[line for line in lines if line.is_off],
        more=[line for line in waiting if line.item.kind is Kind.GOOD],
        close=[line for line in waiting if line.item.kind is Kind.CONSENSUS],
        absences=covers_on(db, [team_id], span.due(monday).date()),
        cases=[(case.id, case.reference) for case in open_cases],
        notes=notes,
        notes_wanted=max(notes, len(wanted) - len(nothing)),
        nothing=nothing,
        is_past=span.due(monday).date() < now().astimezone(LOCAL).date(),
        hidden=sum(span.weeks[week_id].monday <= monday for week_id in span.hidden if week_id in span.weeks),
    )


def _latest() -> date:
    """Agendas are made until next week: what therapists write may stand on it already."""
    return monday_of(date.today()) + timedelta(weeks=1)


def _items(db: Session, span: Span, rows: Sequence[AgendaItem], touched: set[str]) -> tuple[list[Item], int]:
    """Everything that could stand on it, and how many notes of the week are there."""
    published, notes = find_published(db, span), find_notes(db, span)
    seconds = find_second_ratings(db, span.weeks.keys() - span.hidden)
    agreed = find_agreed(db, span, published)
    found = [
        *find_contested(db, span, published, seconds, touched),
        *find_differing(span, seconds),
        *find_questions(span, notes),
        *find_repeated(span, notes),
        *find_not_done(span, published, agreed, touched),
        *find_unanswered(span, published, agreed, touched),
        *find_missing(db, span, notes, touched),
        *find_good_work(db, span, published, seconds, agreed),
        *_own(span, rows),
    ]
    return found, sum(note.week.monday == span.monday for note in notes)


def _aside(shown: Sequence[Item], monday: date) -> set[str]:
    """Keys of what takes nobody's time unless somebody wants it to."""
    good = [item for item in shown if item.kind is Kind.GOOD]
    close = {item.key for item in shown if isinstance(item.content, Differing) and item.content.is_close}
    return close | {item.key for item in good} - read_out(good, monday)


def _nothing(span: Span) -> list[tuple[UUID, str, str]]:
    return sorted(
        (
            (week.case_id, span.cases[week.case_id].reference, week.nothing_because)
            for week in span.weeks.values()
            if week.monday == span.monday and week.nothing_because is not None
        ),
        key=lambda each: each[1],
    )


def _own(span: Span, rows: Sequence[AgendaItem]) -> list[Item]:
    items = []
    for row in rows:
        if row.text:
            week = span.weeks.get(row.week_id) if row.week_id else None
            if row.week_id and week is None:
                continue  # of a case that this person may not read, or long past
            case = span.cases[week.case_id] if week else None
            items.append(
                Item(
                    row.key,
                    Kind.OWN,
                    row.monday,
                    case.id if case else None,
                    case.reference if case else "",
                    ", ".join(case.names_in(row.monday)) if case else "",
                    week.monday if week else None,
                    Own(row.text, row.by.name),
                )
            )
    return items


def _rows(db: Session, team_id: UUID, monday: date) -> Sequence[AgendaItem]:
    first = monday - timedelta(weeks=WEEKS_AGAIN)
    return db.scalars(
        select(AgendaItem)
        .where(AgendaItem.team_id == team_id, AgendaItem.monday.between(first, monday))
        .order_by(AgendaItem.created_at, AgendaItem.id)
    ).all()


def _names(db: Session, here: Mapping[str, AgendaItem]) -> dict[UUID, str]:
    ids = {row.ticked_by_id for row in here.values() if row.ticked_by_id}
    return dict(db.execute(select(Person.id, Person.name).where(Person.id.in_(ids))).all())
