"""How a consultation's agenda is grouped and said on a page."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from fidelity.agenda.good_work import LEAST_RISE, MOST_READ_OUT
from fidelity.agenda.items import Kind
from fidelity.agenda.order import neighbour
from fidelity.repeated import NOTES_IN_A_ROW
from fidelity.usecases.agenda_lines import Line
from fidelity.usecases.read_agenda import Agenda

TITLES = {
    Kind.CONTESTED: "Contested",
    Kind.CONSENSUS: "Two raters differ",
    Kind.QUESTION: "Questions for the consultant",
    Kind.OWN: "Added by the team",
    Kind.BARRIER: "Barriers that come back",
    Kind.GOAL: "Goals not met two weeks running",
    Kind.ACTION: "Agreed, and not done or not seen",
    Kind.UNANSWERED: "Agreed, and nothing known of it",
    Kind.MISSING: "Weeks without a note",
    Kind.GOOD: "Good work to share",
    Kind.GONE: "No longer there",
}
#: Why a kind stands where it does.
WHY = {
    Kind.CONTESTED: "First, because a therapist waits for an answer.",
    Kind.CONSENSUS: (
        "By two steps or more, or one of them could not assess. The week counts as the first rated it until "
        "the two agree."
    ),
    Kind.QUESTION: "Asked in the week’s notes. None is left out.",
    Kind.OWN: "One of you put these here.",
    Kind.BARRIER: (
        f"The notes name something alike {NOTES_IN_A_ROW} times in a row or more. Only words were compared: "
        "some barriers are missed, and a finding can be wrong. Read the sentences."
    ),
    Kind.GOAL: "Two notes in a row call it not met.",
    Kind.ACTION: "Agreed in feedback: the therapist says not done or partly, or the rater did not see it.",
    Kind.UNANSWERED: "Its day has come. That nothing is known does not mean that nothing was done.",
    Kind.MISSING: "Neither a note nor a reason, so nobody knows whether something happened.",
    Kind.GOOD: (
        f"Last, so that the call ends on what went well. At most {MOST_READ_OUT} are offered: new before "
        f"older, then by reason: a rating that rose by {LEAST_RISE} or more, something agreed that was done "
        "and seen, what the rater calls a strength, words marked for a 5. One of each therapist comes before "
        "a second of any."
    ),
    Kind.GONE: "What these were made from was changed since. What you said of them is kept.",
}
#: One item, said in a few words.
ONE = {
    Kind.CONTESTED: "Contested",
    Kind.CONSENSUS: "Two raters differ",
    Kind.QUESTION: "Question",
    Kind.OWN: "Added by the team",
    Kind.BARRIER: "Barrier that comes back",
    Kind.GOAL: "Goal not met",
    Kind.ACTION: "Agreed",
    Kind.UNANSWERED: "Agreed, no answer yet",
    Kind.MISSING: "No note",
    Kind.GOOD: "Good work",
    Kind.GONE: "No longer there",
}
VIEWS = {"kind": "By kind", "case": "By case", "order": "One list"}


@dataclass(frozen=True, slots=True)
class Row:
    """A line, and before which item it goes when it is moved: nothing where it cannot go further."""

    line: Line
    anchor: str
    label: str
    up: str | None
    down: str | None
    #: What follows it on the whole agenda; empty for the last.
    after: str


@dataclass(frozen=True, slots=True)
class Group:
    """Lines under one heading."""

    id: str
    title: str
    why: str
    rows: Sequence[Row]

    @property
    def ticked(self) -> int:
        """How many of them have been talked about."""
        return sum(row.line.ticked_at is not None for row in self.rows)


def groups_of(agenda: Agenda, view: str) -> list[Group]:
    """A group stands where its first item stands."""
    if view == "case":
        return _grouped(agenda, lambda line: line.item.reference, _of_case)
    if view == "order":
        return _grouped(agenda, lambda _line: 0, lambda _lines: ("all", "In order", ""))
    return _grouped(agenda, lambda line: line.item.kind, _of_kind)


def anchor_of(key: str) -> str:
    """Where an item stands on the page."""
    return f"item-{key.replace(':', '-')}"


def label_of(line: Line) -> str:
    """``Question, LEI-0042``."""
    return ", ".join(part for part in (ONE[line.item.kind], line.item.reference) if part)


def _grouped(
    agenda: Agenda,
    group_of: Callable[[Line], Hashable],
    name: Callable[[Sequence[Line]], tuple[str, str, str]],
) -> list[Group]:
    first: dict[Hashable, int] = {}
    for place, line in enumerate(agenda.lines):
        first.setdefault(group_of(line), place)
    # Sorting keeps the order within a group.
    ordered = sorted(agenda.lines, key=lambda line: first[group_of(line)])
    groups = []
    for _, of_group in groupby(ordered, key=group_of):
        lines = list(of_group)
        groups.append(Group(*name(lines), rows=_rows(agenda.order, lines)))
    return groups


def _of_kind(lines: Sequence[Line]) -> tuple[str, str, str]:
    kind = lines[0].item.kind
    return kind.value, TITLES[kind], WHY[kind]


def _of_case(lines: Sequence[Line]) -> tuple[str, str, str]:
    item = lines[0].item
    if item.case_id is None:
        return "team", "The whole team", ""
    return str(item.case_id), item.reference, item.therapists


def _rows(order: Sequence[str], lines: Iterable[Line]) -> list[Row]:
    lines = list(lines)
    group = [line.item.key for line in lines]
    return [
        Row(
            line,
            anchor_of(line.item.key),
            label_of(line),
            up=_before(order, group, line.item.key, -1),
            down=_before(order, group, line.item.key, 1),
            after=_at(order, order.index(line.item.key) + 1),
        )
        for line in lines
    ]


def _before(order: Sequence[str], group: Sequence[str], key: str, step: int) -> str | None:
    """The item before which ``key`` then stands; empty for the end."""
    place = neighbour(order, group, key, step)
    return None if place is None else _at(order, place + (step > 0))


def _at(order: Sequence[str], place: int) -> str:
    return order[place] if place < len(order) else ""
