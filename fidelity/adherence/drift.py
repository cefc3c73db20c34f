"""Whether the machine's probabilities lie differently from how they lay when its model was new here."""

from bisect import bisect_right
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from math import log
from statistics import quantiles

from fidelity.adherence.gamma import chi_square_quantile
from fidelity.adherence.in_service import Said
from fidelity.adherence.interval import LEVEL

#: How many weeks are compared with how many.
WEEKS = 8
#: Suggestions that it takes on either side. Ours: with a hundred on both, chance alone keeps the index below
#: 0.19 in 95 of 100 comparisons; with fewer nearly every comparison would look like drift.
FLOOR_COMPARED = 100
#: Fifths of the first weeks: with more bins, chance alone makes the index larger.
BINS = 5
#: The usual thresholds: Siddiqi, Credit Risk Scorecards (2006), chapter 9.
SOME, MUCH = 0.10, 0.25


class Drift(Enum):
    """What the index says."""

    LITTLE = "little"
    SOME = "some"
    MUCH = "much"


@dataclass(frozen=True, slots=True)
class Comparison:
    """Probabilities of ``then`` suggestions with those of ``since``. Below the floor there is no index."""

    then: int
    since: int
    index: float | None = None
    #: What the index stays below by chance alone, in 95 of 100 comparisons.
    by_chance: float | None = None

    @property
    def is_enough(self) -> bool:
        """Whether there are enough on both sides."""
        return min(self.then, self.since) >= FLOOR_COMPARED

    @property
    def drift(self) -> Drift | None:
        """In the usual words; what chance alone explains is little."""
        if self.index is None or self.by_chance is None:
            return None
        if self.index < max(SOME, self.by_chance):
            return Drift.LITTLE
        return Drift.MUCH if self.index >= MUCH else Drift.SOME


@dataclass(frozen=True, slots=True)
class SinceNew:
    """A model's first weeks with words of its own, beside its last. Rates are for each 100 units of text.

    ``comparison`` and rates are nothing while the two stretches would overlap.
    """

    version: str
    starts_on: date
    ends_on: date
    comparison: Comparison | None = None
    rate_then: float | None = None
    rate_since: float | None = None

    @property
    def weeks(self) -> int:
        """From the first to the last of the weeks with its words."""
        return (self.ends_on - self.starts_on) // timedelta(weeks=1) + 1


def since_new(
    version: str, said: Collection[tuple[date, float]], units: Mapping[date, float]
) -> SinceNew | None:
    """``said``: week and probability of each of the model's suggestions; nothing where there are none."""
    if not said:
        return None
    weeks = sorted(week for week, _ in said)
    first, last = weeks[0], weeks[-1]
    found = SinceNew(version, first, last)
    if found.weeks < 2 * WEEKS:
        return found
    long = timedelta(weeks=WEEKS)
    then = [probability for week, probability in said if week < first + long]
    since = [probability for week, probability in said if week > last - long]
    return SinceNew(
        version,
        first,
        last,
        compare(then, since),
        _rate(len(then), sum(count for week, count in units.items() if first <= week < first + long)),
        _rate(len(since), sum(count for week, count in units.items() if last - long < week <= last)),
    )


def _rate(n: int, units: float) -> float | None:
    return Said(n, units).rate


def compare(then: Sequence[float], since: Sequence[float]) -> Comparison:
    """The population stability index: the sum over bins of (new − old share) · ln(new ÷ old share).

    An empty bin is counted as half a suggestion, so that its logarithm exists. What chance makes of it:
    Yurdakul and Naranjo, "Statistical properties of the population stability index", Journal of Risk Model
    Validation 14 (2020): (1/n + 1/m) times χ² with one degree less than there are bins.
    """
    found = Comparison(len(then), len(since))
    if not found.is_enough:
        return found
    # Many alike can give the same edge twice; one bin between them would always be empty.
    edges = sorted(set(quantiles(then, n=BINS)))
    old, new = _shares(then, edges), _shares(since, edges)
    index = sum((b - a) * log(b / a) for a, b in zip(old, new, strict=True))
    chance = (1 / len(then) + 1 / len(since)) * chi_square_quantile(LEVEL, len(edges))
    return Comparison(len(then), len(since), index, chance)


def _shares(values: Sequence[float], edges: Sequence[float]) -> list[float]:
    counts = [0] * (len(edges) + 1)
    for value in values:
        counts[bisect_right(edges, value)] += 1
    return [max(count, 0.5) / len(values) for count in counts]
