"""How good the machine's suggestions are, as people decided on them, over periods of four weeks."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import chain
from statistics import median
from typing import TypeVar

from fidelity.adherence.interval import Interval, share_interval
from fidelity.adherence.recall import Drawn, Found, Recall, recall
from fidelity.adherence.suggested import FLOOR_DECISIONS

T = TypeVar("T")

PERIOD = timedelta(weeks=4)
#: Two years.
MOST_PERIODS = 26
#: Periods over which recall is estimated.
TOGETHER = 3
#: Units of text that it takes before a rate is given.
FLOOR_UNITS = 100
#: A Monday from which periods are counted, so that a week is always in the same one.
_FIRST = date(2024, 1, 1)


@dataclass(frozen=True, slots=True)
class Offered:
    """Suggestions that raters had before them: how many, decided on, accepted, and counter-adherent ones."""

    offered: int = 0
    decided: int = 0
    accepted: int = 0
    counter: int = 0

    def __add__(self, other: "Offered") -> "Offered":
        return Offered(
            self.offered + other.offered,
            self.decided + other.decided,
            self.accepted + other.accepted,
            self.counter + other.counter,
        )

    @property
    def precision(self) -> float | None:
        """Accepted ÷ decided, 0 to 1; nothing below the floor."""
        return self.accepted / self.decided if self.decided >= FLOOR_DECISIONS else None

    @property
    def interval(self) -> Interval | None:
        """Its 95% interval; nothing below the floor."""
        return share_interval(self.accepted, self.decided) if self.decided >= FLOOR_DECISIONS else None

    @property
    def counter_share(self) -> float | None:
        """How many of the offered go against the principle, 0 to 1; nothing below the floor."""
        return self.counter / self.offered if self.offered >= FLOOR_DECISIONS else None


@dataclass(frozen=True, slots=True)
class Counts:
    """What a stretch of weeks holds; adds up."""

    offered: Offered = field(default_factory=Offered)
    found: Found = field(default_factory=Found)
    drawn: Drawn = field(default_factory=Drawn)

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(self.offered + other.offered, self.found + other.found, self.drawn + other.drawn)

    @property
    def recall(self) -> Recall:
        """How much of what is there was found."""
        return recall(self.found, self.drawn)


@dataclass(frozen=True, slots=True)
class Said:
    """What the machine suggested, whether anybody reviewed it or not, and from how many units of text."""

    suggestions: int = 0
    units: float = 0.0

    def __add__(self, other: "Said") -> "Said":
        return Said(self.suggestions + other.suggestions, self.units + other.units)

    @property
    def rate(self) -> float | None:
        """Suggestions for each 100 units; nothing below a hundred units."""
        return 100 * self.suggestions / self.units if self.units >= FLOOR_UNITS else None


@dataclass(frozen=True, slots=True)
class Period:
    """Four weeks from ``starts_on``, a Monday."""

    starts_on: date
    counts: Counts
    #: With the two periods before: in four weeks of one team too few are drawn to estimate recall by.
    with_before: Counts
    said: Said
    #: The median of seconds from showing to deciding; nothing where nobody decided.
    seconds: float | None
    #: Models that came into use here in these weeks, beside one that was in use before.
    new_versions: Sequence[str]

    @property
    def ends_on(self) -> date:
        """The last day, a Sunday."""
        return self.starts_on + PERIOD - timedelta(days=1)

    @property
    def before_starts_on(self) -> date:
        """The Monday on which ``with_before`` begins."""
        return self.starts_on - (TOGETHER - 1) * PERIOD


def period_of(day: date) -> date:
    """The Monday on which the period of a day begins."""
    return _FIRST + (day - _FIRST) // PERIOD * PERIOD


def first_shown(today: date) -> date:
    """The Monday on which the oldest of the periods begins that a page goes back to."""
    return period_of(today) - (MOST_PERIODS - 1) * PERIOD


def over_periods(
    counts: Mapping[date, Counts],
    said: Mapping[date, Said],
    seconds: Mapping[date, Sequence[float]],
    versions: Mapping[str, date],
    *,
    today: date,
) -> list[Period]:
    """Oldest first, without gaps, from the first in which there is anything to the current one.

    ``counts``, ``said`` and ``seconds`` are by week (its Monday); ``versions`` has the day on which each
    model's first suggestion was made. The first model of all is no change.
    """
    if not (weeks := {*counts, *said}):
        return []
    oldest, current = period_of(min(weeks)), period_of(today)
    changes = sorted(versions, key=lambda version: versions[version])[1:]
    by_period = _gather(counts), _gather(said), _gather(seconds)
    return [
        Period(
            start,
            counts=sum(by_period[0][start], Counts()),
            with_before=sum(
                (each for ago in range(TOGETHER) for each in by_period[0][start - ago * PERIOD]), Counts()
            ),
            said=sum(by_period[1][start], Said()),
            seconds=median(each) if (each := [*chain(*by_period[2][start])]) else None,
            new_versions=[version for version in changes if period_of(versions[version]) == start],
        )
        for start in (oldest + number * PERIOD for number in range((current - oldest) // PERIOD + 1))
    ]


def _gather(by_week: Mapping[date, T]) -> defaultdict[date, list[T]]:
    found: defaultdict[date, list[T]] = defaultdict(list)
    for week, each in by_week.items():
        found[period_of(week)].append(each)
    return found
