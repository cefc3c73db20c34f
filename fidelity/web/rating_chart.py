"""Ratings (1 to 5) over weeks as the shapes of a drawing, worked out here: a page has a thousand of them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from fidelity.adherence.series import Point, Series
from fidelity.web import rating_words
from fidelity.web.filters import short_date

Address = Callable[[date | None], str]

_LEFT, _RIGHT, _TOP = 24, 8, 10


@dataclass(frozen=True, slots=True)
class Dot:
    """A week's point: ``left`` and ``x`` of its stretch; ``y`` is nothing where there is no mean."""

    href: str
    words: str
    left: str
    x: str
    y: str | None
    is_one: bool
    is_contested: bool
    is_settled: bool
    has_cross: bool


@dataclass(frozen=True, slots=True)
class RatingChart:
    """Everything has its place in a drawing of ``width`` times ``height``."""

    width: int
    height: int
    floor: int
    left: int
    right: int
    #: Lines across with their rating.
    grid: Sequence[tuple[int, int]]
    #: Dates below: place, anchor, text.
    dates: Sequence[tuple[str, str, str]]
    step: str
    radius: int
    runs: Sequence[str]
    intervals: str
    dots: Sequence[Dot]


@dataclass(frozen=True, slots=True)
class TableRow:
    """The same point in words, each with the address of its reviews."""

    week: str
    href: str
    #: Empty where there is none.
    mean: str
    interval: str
    beside: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A series as it can be drawn, each when it is asked for; ``address``: where its reviews are."""

    series: Series
    weeks: Sequence[date]
    address: Address

    @property
    def narrow(self) -> RatingChart:
        """For a phone, or one of many."""
        return draw(self.series, self.weeks, self.address)

    @property
    def wide(self) -> RatingChart:
        """Across a page."""
        return draw(self.series, self.weeks, self.address, is_wide=True)

    @property
    def rows(self) -> Sequence[TableRow]:
        """As a table."""
        return table_rows(self.series, self.address)


def draw(series: Series, weeks: Sequence[date], address: Address, *, is_wide: bool = False) -> RatingChart:
    """``weeks``: every Monday from left to right; ``address``: where a point leads."""
    width, height, unit = (760, 250, 48) if is_wide else (360, 190, 33)
    floor, step = _TOP + 4 * unit, (width - _LEFT - _RIGHT) / len(weeks)
    places = {week: _LEFT + (number + 0.5) * step for number, week in enumerate(weeks)}

    def y_of(value: float) -> str:
        return f"{floor - (value - 1) * unit:.1f}"

    points = [point for point in series.points if point.week in places]
    bars = [(f"{places[each.week]:.1f}", each.interval) for each in points if each.interval]
    return RatingChart(
        width=width,
        height=height,
        floor=floor,
        left=_LEFT,
        right=width - _RIGHT,
        grid=[(floor - (value - 1) * unit, value) for value in range(1, 6)],
        dates=[
            (f"{_LEFT}", "start", short_date(weeks[0])),
            (f"{places[weeks[len(weeks) // 2]]:.1f}", "middle", short_date(weeks[len(weeks) // 2])),
            (f"{width - _RIGHT}", "end", short_date(weeks[-1])),
        ],
        step=f"{step:.1f}",
        radius=4 if len(weeks) <= 26 else 3,
        runs=[
            " ".join(f"{places[each.week]:.1f},{y_of(each.mean or 0)}" for each in run)
            for run in series.runs
            if len(run) > 1 and run[-1].week in places and run[0].week in places
        ],
        intervals="".join(f"M{x} {y_of(bar.low)}V{y_of(bar.high)}" for x, bar in bars),
        dots=[_dot(each, places[each.week], step, y_of, address) for each in points],
    )


def table_rows(series: Series, address: Address) -> list[TableRow]:
    """Newest week first."""
    return [
        TableRow(
            week=short_date(point.week),
            href=address(point.week),
            mean=""
            if point.mean is None
            else f"{rating_words.number(point.mean)} from {rating_words.reviews(point.n)}",
            interval=rating_words.interval(point),
            beside=rating_words.beside(point),
        )
        for point in reversed(series.points)
    ]


def _dot(point: Point, x: float, step: float, y_of: Callable[[float], str], address: Address) -> Dot:
    return Dot(
        href=address(point.week),
        words=rating_words.in_words(point),
        left=f"{x - step / 2:.1f}",
        x=f"{x:.1f}",
        y=None if point.mean is None else y_of(point.mean),
        is_one=point.n == 1,
        is_contested=bool(point.contested),
        is_settled=bool(point.settled),
        has_cross=bool(point.not_assessable),
    )
