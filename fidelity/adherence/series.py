"""Ratings over weeks: one point a week, with the number behind it and how sure it is."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import fmean
from typing import NamedTuple

from fidelity.adherence.interval import Interval, mean_interval

#: Weeks with a rating that it takes before a line is drawn, unless a service sets another number. Ours, no
#: published cut-off: with five points a run in one direction comes by chance in 2 of 120 orders (1.7%), with
#: four in 2 of 24 (8.3%), so five is the least number from which a slope is more than luck at the usual 5%.
FLOOR_WEEKS = 5


class Rated(NamedTuple):
    """What one review says in one week. ``value`` is nothing where it was not assessable."""

    week: date
    value: float | None
    is_contested: bool = False
    #: The contest is not settled.
    is_open: bool = False
    #: Two raters agreed on it, or on some of it.
    is_settled: bool = False


@dataclass(frozen=True, slots=True)
class Point:
    """A week: mean of ``n`` ratings (nothing for none), its interval, and what stands beside it."""

    week: date
    mean: float | None
    n: int
    interval: Interval | None
    #: How many were not assessable: never in the mean, never low.
    not_assessable: int
    contested: int
    #: How many of the contested are not settled yet.
    open: int = 0
    #: On how many two raters agreed.
    settled: int = 0


@dataclass(frozen=True, slots=True)
class Series:
    """Every week that has a review, in order."""

    points: tuple[Point, ...]
    floor: int = FLOOR_WEEKS

    @property
    def weeks_rated(self) -> int:
        """In how many weeks there is a mean."""
        return sum(point.mean is not None for point in self.points)

    @property
    def is_enough(self) -> bool:
        """Whether there is enough to draw. Below the floor no mean should be shown either."""
        return self.weeks_rated >= max(1, self.floor)

    @property
    def runs(self) -> list[list[Point]]:
        """Points to be joined by a line: weeks that follow one another. A gap stays a gap."""
        runs: list[list[Point]] = []
        for point in self.points:
            if point.mean is None:
                continue
            if runs and point.week - runs[-1][-1].week == timedelta(weeks=1):
                runs[-1].append(point)
            else:
                runs.append([point])
        return runs


def over_weeks(ratings: Iterable[Rated], floor: int = FLOOR_WEEKS) -> Series:
    """Gather ratings by week. ``floor``: weeks with a rating that it takes before there is a line."""
    by_week: defaultdict[date, list[Rated]] = defaultdict(list)
    for rated in ratings:
        by_week[rated.week].append(rated)
    return Series(tuple(_point(week, by_week[week]) for week in sorted(by_week)), floor)


def composite(values: Iterable[int | None]) -> float | None:
    """The mean of a review's assessable principles; nothing where none was."""
    assessable = [value for value in values if value is not None]
    return fmean(assessable) if assessable else None


def _point(week: date, ratings: Sequence[Rated]) -> Point:
    values = [rated.value for rated in ratings if rated.value is not None]
    return Point(
        week=week,
        mean=fmean(values) if values else None,
        n=len(values),
        interval=mean_interval(values),
        not_assessable=len(ratings) - len(values),
        contested=sum(rated.is_contested for rated in ratings),
        open=sum(rated.is_open for rated in ratings),
        settled=sum(rated.is_settled for rated in ratings),
    )
