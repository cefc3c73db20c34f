"""The items of an agenda in order, each with what people did with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from fidelity.agenda.items import Item, Kind, suggested
from fidelity.agenda.order import placed
from fidelity.agenda.said import Said, said
from fidelity.usecases.agenda_span import Span
from models import AgendaItem

#: Made from notes, which anybody who may read the case may know. What stood in feedback is told only as
#: long as it stands there.
_OF_NOTES = {Kind.QUESTION.value, Kind.BARRIER.value, Kind.GOAL.value}


@dataclass(frozen=True, slots=True)
class Line:
    """An item as it stands on one agenda, with what people did with it."""

    item: Item
    is_carried: bool
    ticked_at: datetime | None = None
    ticked_by: str = ""
    outcome: str = ""
    is_off: bool = False
    #: The place that a person gave it.
    position: int | None = None
    #: What it said when it was ticked off, where that is something else than now.
    stood: Sequence[Said] = ()


def agenda_lines(
    span: Span, items: Sequence[Item], here: Mapping[str, AgendaItem], *, names: Mapping[UUID, str]
) -> list[Line]:
    """Items with those that are gone, what was taken off last. ``here`` are this agenda's rows by key."""
    shown = {item.key: item for item in items}
    shown |= _gone(here, shown, span.monday)
    order = suggested(list(shown.values()))
    positions = {
        key: row.position
        for key, row in here.items()
        if key in shown and row.position is not None and row.removed_at is None
    }
    on = [item.key for item in order if not _is_off(here.get(item.key))]
    off = [item.key for item in order if _is_off(here.get(item.key))]
    return [
        _line(span, shown[key], here.get(key), names, positions.get(key))
        for key in (*placed(on, positions), *off)
    ]


def _line(
    span: Span, item: Item, row: AgendaItem | None, names: Mapping[UUID, str], position: int | None
) -> Line:
    is_carried = item.home < span.monday
    if row is None:
        return Line(item, is_carried)
    return Line(
        item=item,
        is_carried=is_carried,
        ticked_at=row.ticked_at,
        ticked_by=names.get(row.ticked_by_id, "") if row.ticked_by_id else "",
        outcome=row.outcome,
        is_off=_is_off(row),
        position=position,
        stood=_stood(span, item, row),
    )


def _stood(span: Span, item: Item, row: AgendaItem) -> list[Said]:
    """As somebody read it who ticked it off, and who may have known more than this reader may.

    So it is told only of cases of which nothing is hidden from the reader.
    """
    case_id = item.case_id or _case_of_note(span, row.key)
    hidden = {span.weeks[week_id].case_id for week_id in span.unsaid if week_id in span.weeks}
    if row.ticked_at is None or case_id is None or case_id in hidden:
        return []
    then = [Said.read(each) for each in row.stood]
    return then if then != said(item) else []


def _case_of_note(span: Span, key: str) -> UUID | None:
    """Of an item that was made from a note, if the reader may read the case: its key names the week."""
    kind, _, rest = key.partition(":")
    if kind not in _OF_NOTES:
        return None
    week = span.weeks.get(UUID(rest.partition(":")[0]))
    return week.case_id if week else None


def _gone(here: Mapping[str, AgendaItem], shown: Mapping[str, Item], monday: date) -> dict[str, Item]:
    """Rows that say something, of which the item is no longer made: what was said must not vanish."""
    return {
        key: Item(key, Kind.GONE, monday, None, "", "", None, None)
        for key, row in here.items()
        if key not in shown and (row.ticked_at is not None or row.outcome)
    }


def _is_off(row: AgendaItem | None) -> bool:
    return row is not None and row.removed_at is not None
