"""Numbers over four-week periods, as the charts of a principle want them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil, log10

from fidelity.adherence.in_service import Period
from fidelity.adherence.interval import Interval


@dataclass(frozen=True, slots=True)
class Mark:
    """A period's place in a chart: ``value`` is nothing where there is not enough."""

    period: Period
    value: float | None
    interval: Interval | None


@dataclass(frozen=True, slots=True)
class Chart:
    """From 0 to ``top``. ``is_share``: said in per cent."""

    marks: Sequence[Mark]
    top: float
    is_share: bool

    @property
    def is_drawn(self) -> bool:
        """Whether any period has a number."""
        return any(mark.value is not None for mark in self.marks)

    @property
    def runs(self) -> list[list[int]]:
        """Places of marks to be joined by a line: a gap stays a gap."""
        runs: list[list[int]] = [[]]
        for place, mark in enumerate(self.marks):
            if mark.value is not None:
                runs[-1].append(place)
            elif runs[-1]:
                runs.append([])
        return [run for run in runs if len(run) > 1]

    @property
    def first(self) -> date:
        """The day on which it begins."""
        return self.marks[0].period.starts_on

    @property
    def last(self) -> date:
        """The day on which its last period begins."""
        return self.marks[-1].period.starts_on


@dataclass(frozen=True, slots=True)
class Charts:
    """Accepted of decided, found of what is there, suggestions for each hundred units."""

    precision: Chart
    recall: Chart
    rate: Chart


def charts(periods: Sequence[Period]) -> Charts:
    """The three of a principle's page."""
    recalls = [period.with_before.recall for period in periods]
    rates = [period.said.rate for period in periods]
    return Charts(
        precision=_shares(
            periods, [(each.counts.offered.precision, each.counts.offered.interval) for each in periods]
        ),
        recall=_shares(periods, [(each.share, each.interval) for each in recalls]),
        rate=Chart(
            [Mark(period, rate, None) for period, rate in zip(periods, rates, strict=True)],
            top=_round_above(max((rate for rate in rates if rate is not None), default=0.0)),
            is_share=False,
        ),
    )


def _shares(periods: Sequence[Period], shares: Sequence[tuple[float | None, Interval | None]]) -> Chart:
    marks = [Mark(period, *share) for period, share in zip(periods, shares, strict=True)]
    return Chart(marks, top=1.0, is_share=True)


def _round_above(value: float) -> float:
    """1, 2 or 5 with as many noughts as it takes."""
    if value <= 0:
        return 1.0
    size = 10.0 ** ceil(log10(value) - 1)
    return next(step * size for step in (1, 2, 5, 10) if step * size >= value)
