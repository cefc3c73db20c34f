"""What the machine suggested, counted by what people made of it. Never mixed into ratings."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

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


def acceptance(tallies: Iterable[tuple[Fate, Tally]]) -> Acceptance:
    """Count decisions of both polarities; what is undecided is in neither number."""
    decided = [(fate, each.n) for fate, each in tallies if fate is not Fate.UNDECIDED]
    return Acceptance(
        accepted=sum(n for fate, n in decided if fate is Fate.ACCEPTED), decided=sum(n for _, n in decided)
    )
