"""How much of what shows a principle the machine finds, estimated from what was drawn of the rest.

The machine leaves most of the words unmarked. Of these a few are drawn by chance, each with a chance that is
known, and put before the rater like suggestions. One that is accepted stands for as many missed ones as its
chance is small: at a chance of a fiftieth for fifty. Their sum estimates what was missed (Horvitz and
Thompson, "A generalization of sampling without replacement from a finite universe", Journal of the American
Statistical Association 47, 1952). What it cannot tell: words that the machine never judges are in neither
number; and people accept what is put before them more readily than they would have found it, so that more
counts as missed and recall comes out somewhat too low. Polarity plays no part: a principle that is found the
wrong way round is found.
"""

from dataclasses import dataclass

from fidelity.adherence.gamma import gamma_quantile
from fidelity.adherence.interval import LEVEL, Interval

#: Decided draws that it takes before recall is given. Ours: with ten draws of like chance and none accepted,
#: up to 37% of what was left unmarked may still show the principle.
FLOOR_DRAWN = 10


@dataclass(frozen=True, slots=True)
class Found:
    """Suggestions at the usual level or stronger: how many were made, decided on, and accepted."""

    made: int = 0
    decided: int = 0
    accepted: int = 0

    def __add__(self, other: "Found") -> "Found":
        return Found(self.made + other.made, self.decided + other.decided, self.accepted + other.accepted)


@dataclass(frozen=True, slots=True)
class Drawn:
    """What was drawn of the rest: how many, decided on, accepted.

    ``weight`` and ``squares`` are the sums over the accepted of 1 ÷ chance and of its square; ``heaviest`` is
    the largest 1 ÷ chance of all that were decided on.
    """

    drawn: int = 0
    decided: int = 0
    accepted: int = 0
    weight: float = 0.0
    squares: float = 0.0
    heaviest: float = 0.0

    def __add__(self, other: "Drawn") -> "Drawn":
        return Drawn(
            self.drawn + other.drawn,
            self.decided + other.decided,
            self.accepted + other.accepted,
            self.weight + other.weight,
            self.squares + other.squares,
            max(self.heaviest, other.heaviest),
        )


@dataclass(frozen=True, slots=True)
class Recall:
    """Of ``decided`` draws so many were ``accepted``; ``share`` is 0 to 1. Nothing where they say nothing."""

    decided: int
    accepted: int
    missed: float | None = None
    share: float | None = None
    interval: Interval | None = None

    @property
    def is_enough(self) -> bool:
        """Whether there are draws enough to speak of it."""
        return self.decided >= FLOOR_DRAWN


def recall(found: Found, drawn: Drawn) -> Recall:
    """Found ÷ (found + missed), with its 95% interval.

    What nobody decided on is taken to be as what somebody did, suggestions and draws each for themselves.
    The interval is that of the missed: what was found was counted, not drawn. Nothing below the floor, and
    nothing where there is neither.
    """
    if drawn.decided < FLOOR_DRAWN or (found.made and not found.decided):
        return Recall(drawn.decided, drawn.accepted)
    there = found.accepted * found.made / found.decided if found.decided else 0.0
    scale = drawn.drawn / drawn.decided
    missed = scale * drawn.weight
    if not there + missed:
        return Recall(drawn.decided, drawn.accepted, missed)
    fewest, most = missed_between(missed, scale**2 * drawn.squares, scale * drawn.heaviest)
    return Recall(
        drawn.decided,
        drawn.accepted,
        missed,
        there / (there + missed),
        Interval(there / (there + most), there / (there + fewest) if there else 0.0),
    )


def missed_between(missed: float, squares: float, heaviest: float) -> tuple[float, float]:
    """A 95% interval for a weighted count, also where it is 0.

    Fay and Feuer, "Confidence intervals for directly standardized rates: a method based on the gamma
    distribution", Statistics in Medicine 16 (1997): with like weights it is the exact interval of a Poisson
    count; with unlike ones its upper end allows for one more of the heaviest. Draws with large chances vary
    less than a Poisson count does: it is then too wide, never too narrow.
    """
    tail = (1 - LEVEL) / 2
    fewest = squares / missed * gamma_quantile(tail, missed**2 / squares) if missed else 0.0
    more, wider = missed + heaviest, squares + heaviest**2
    return fewest, wider / more * gamma_quantile(1 - tail, more**2 / wider)
