"""Means over people who were asked: each person's own mean first, then the mean of those."""

from collections import defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from statistics import fmean

from fidelity.adherence.interval import Interval, mean_interval

#: Fewer than three, and one of them could tell from the mean what another has said.
FEWEST_RESPONDENTS = 3


@dataclass(frozen=True, slots=True)
class Mean:
    """Of so many people, who gave so many numbers. ``value`` is nothing where people are too few."""

    respondents: int
    scores: int
    value: float | None = None
    interval: Interval | None = None


def own_means(given: Iterable[tuple[Hashable, float]]) -> dict[Hashable, list[float]]:
    """The numbers of each respondent."""
    found: defaultdict[Hashable, list[float]] = defaultdict(list)
    for respondent, value in given:
        found[respondent].append(value)
    return dict(found)


def mean_of_respondents(given: Iterable[tuple[Hashable, float]], *, lowest: float, highest: float) -> Mean:
    """Pairs of a respondent and a number. Student's interval over the respondents' own means.

    Who answers more often does not weigh more: the CAM's published scoring averages within the
    respondent first.
    """
    numbers = own_means(given)
    scores = sum(map(len, numbers.values()))
    if len(numbers) < FEWEST_RESPONDENTS:
        return Mean(len(numbers), scores)
    means = [fmean(each) for each in numbers.values()]
    return Mean(len(numbers), scores, fmean(means), mean_interval(means, lowest=lowest, highest=highest))
