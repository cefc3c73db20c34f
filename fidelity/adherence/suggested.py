"""What the machine suggested, counted by what people made of it. Never mixed into ratings."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from typing import Any

from fidelity.adherence.interval import Interval, share_interval

#: Decisions that it takes before a share is given. Ours: with ten decided, Wilson's 95% interval
#: can still be 50 points wide; with fewer a percentage says more than is known.
FLOOR_DECISIONS = 10


class Fate(Enum):
    """What stands now: nobody has decided, or what they decided last."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class Suggested:
    """``n`` suggestions in one case's week. ``week`` is any key of it."""

    week: Any
    is_counter: bool
    fate: Fate
    n: int


@dataclass(frozen=True, slots=True)
class Tally:
    """``n`` suggestions, in so many weeks of those that were reviewed."""

    n: int
    weeks: int


@dataclass(frozen=True, slots=True)
class Acceptance:
    """How many suggestions were accepted of those that somebody decided on."""

    accepted: int
    decided: int

    @property
    def share(self) -> float | None:
        """0 to 1; nothing below the floor."""
        return self.accepted / self.decided if self.decided >= FLOOR_DECISIONS else None

    @property
    def interval(self) -> Interval | None:
        """95% interval of the share; nothing below the floor."""
        return share_interval(self.accepted, self.decided) if self.decided >= FLOOR_DECISIONS else None


def tally(suggested: Iterable[Suggested], *, is_counter: bool, fate: Fate) -> Tally:
    """Count those of one kind, and the weeks that hold at least one."""
    alike = [s for s in suggested if s.is_counter is is_counter and s.fate is fate and s.n]
    return Tally(n=sum(s.n for s in alike), weeks=len({s.week for s in alike}))


def acceptance(suggested: Iterable[Suggested]) -> Acceptance:
    """Count decisions of both polarities; what is undecided is in neither number."""
    decided = [s for s in suggested if s.fate is not Fate.UNDECIDED]
    return Acceptance(
        accepted=sum(s.n for s in decided if s.fate is Fate.ACCEPTED), decided=sum(s.n for s in decided)
    )
