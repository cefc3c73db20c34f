"""A file of scores as it travels in the form of its preview: the service keeps nothing of it in between."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from fidelity.scores.days import DayOrder, order_that_shows, two_days
from fidelity.scores.instruments import DATE
from fidelity.scores.problems import Problem
from fidelity.scores.reading import Line, Read


@dataclass(frozen=True, slots=True)
class Sent:
    """What was read of a file, its hash, and what a person said of its days."""

    read: Read
    sha256: str
    order: DayOrder | None = None

    def with_order(self, order: DayOrder) -> "Sent":
        """The same, with the days as the person says."""
        return replace(self, order=order)

    @property
    def two_days(self) -> str | None:
        """The first day of it that could be two; nothing where there is none."""
        return next((cell for cell in self._days() if two_days(cell)), None)

    @property
    def shown_order(self) -> DayOrder | None:
        """What its other days say."""
        return order_that_shows(self._days())

    def _days(self) -> list[str]:
        return [line.cells.get(DATE, "") for line in self.read.lines]

    def as_sent(self) -> dict[str, Any]:
        """As JSON can hold it."""
        read = self.read
        return {
            "lines": [_sent(line) for line in read.lines],
            "broken": [_sent(line) for line in read.broken],
            "problems": [[each.sentence, each.line, each.column] for each in read.problems],
            "unread": read.unread,
            "is_whole": read.is_whole,
            "sha256": self.sha256,
            "order": self.order and self.order.value,
        }


def from_sent(sent: Mapping[str, Any]) -> Sent:
    """The reverse, of what was signed."""
    read = Read(
        lines=[Line(*each) for each in sent["lines"]],
        broken=[Line(*each) for each in sent["broken"]],
        problems=[Problem(*each) for each in sent["problems"]],
        unread=sent["unread"],
        is_whole=sent["is_whole"],
    )
    return Sent(read, sent["sha256"], DayOrder(sent["order"]) if sent["order"] else None)


def _sent(line: Line) -> list[Any]:
    return [line.number, line.cells, list(line.more)]
