"""What a use-case needs of the libraries that measure agreement. Nothing heavy is imported here."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Protocol


class Level(Enum):
    """What a difference between two values means (Stevens 1946)."""

    NOMINAL = "nominal"
    ORDINAL = "ordinal"
    INTERVAL = "interval"


@dataclass(frozen=True, slots=True)
class Measured:
    """A coefficient with its 95% interval; ends are nothing where there is none to be had."""

    value: float
    low: float | None = None
    high: float | None = None


class Measures(Protocol):
    """Each takes one row a unit, and gives nothing where the coefficient is not defined."""

    def weighted_kappa(self, pairs: Sequence[tuple[int, int]], scale: Sequence[int]) -> Measured | None:
        """Cohen's kappa, a difference weighing as its square. ``scale``: every value there is, in order."""

    def ac1(self, pairs: Sequence[tuple[int, int]], scale: Sequence[int]) -> Measured | None:
        """Gwet's AC1, which a value that is given nearly always does not pull down."""

    def alpha(self, units: Sequence[Sequence[float | None]], level: Level) -> Measured | None:
        """Krippendorff's alpha; a unit has one value for each rater, nothing where one did not rate."""

    def icc(self, units: Sequence[Sequence[float]]) -> Measured | None:
        """The intraclass correlation of single ratings, absolute agreement: ICC(A,1) or ICC(2,1)."""

    def mean(self, values: Sequence[float]) -> Measured | None:
        """The mean with Student's interval."""

    def difference(self, ours: Sequence[float], theirs: Sequence[float]) -> Measured | None:
        """The first mean less the second, with Welch's interval."""
