"""What a minute is enough for: what changed, on how much it rests, and what is missing. Ranks nobody."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import sqrt
from typing import Generic, TypeVar

from fidelity.adherence.interval import Interval, t_quantile

#: The last weeks, and those before them that they are set beside.
RECENT_WEEKS, BEFORE_WEEKS = 4, 12
#: Ratings that it takes on either side. Ours: with fewer, Welch's degrees of freedom fall below four and the
#: interval says nothing.
FLOOR_RATINGS = 5
#: Ten comparisons stand side by side (nine principles, their mean), so each is asked for more: chance alone
#: then shows a change on one page in twenty (Bonferroni).
CHANGE_LEVEL = 1 - 0.05 / 10

Key = TypeVar("Key")


@dataclass(frozen=True, slots=True)
class Stretch:
    """Ratings of some weeks: from Monday to Monday, how many, and their mean (nothing for none)."""

    since: date
    until: date
    n: int
    mean: float | None


@dataclass(frozen=True, slots=True)
class Change(Generic[Key]):
    """The last weeks beside those before. ``interval``: of the difference; nothing where it takes more."""

    key: Key
    recent: Stretch
    before: Stretch
    interval: Interval | None

    @property
    def is_more_than_chance(self) -> bool:
        """Whether the interval leaves out no difference at all."""
        return self.interval is not None and not self.interval.low <= 0 <= self.interval.high

    @property
    def is_enough(self) -> bool:
        """Whether there is enough on both sides to say anything."""
        return min(self.recent.n, self.before.n) >= FLOOR_RATINGS


def change(key: Key, ratings: Mapping[date, Sequence[float]], weeks: Sequence[date]) -> Change[Key]:
    """``ratings`` by week (its Monday); ``weeks``: every Monday that is spoken of, oldest first."""
    late, early = weeks[-RECENT_WEEKS:], weeks[-RECENT_WEEKS - BEFORE_WEEKS : -RECENT_WEEKS]
    recent, before = ([each for week in part for each in ratings.get(week, ())] for part in (late, early))
    return Change(key, _stretch(late, recent), _stretch(early, before), _welch(recent, before))


def _stretch(weeks: Sequence[date], values: Sequence[float]) -> Stretch:
    return Stretch(weeks[0], weeks[-1], len(values), sum(values) / len(values) if values else None)


def _welch(recent: Sequence[float], before: Sequence[float]) -> Interval | None:
    """The interval of a difference of means: Welch, Biometrika 34 (1947), degrees of freedom rounded down.

    It takes the ratings as independent, which one rater's of the same families are only roughly.
    """
    if min(len(recent), len(before)) < FLOOR_RATINGS:
        return None
    parts = [_error(recent), _error(before)]
    if not sum(parts):
        return None  # all alike on both sides: there is no telling how sure it is
    degrees = sum(parts) ** 2 / sum(
        part**2 / (len(values) - 1) for part, values in zip(parts, (recent, before), strict=True)
    )
    half = t_quantile(int(degrees), CHANGE_LEVEL) * sqrt(sum(parts))
    apart = sum(recent) / len(recent) - sum(before) / len(before)
    return Interval(apart - half, apart + half)


def _error(values: Sequence[float]) -> float:
    """The squared standard error of their mean."""
    mean = sum(values) / len(values)
    return sum((value - mean) ** 2 for value in values) / (len(values) - 1) / len(values)
