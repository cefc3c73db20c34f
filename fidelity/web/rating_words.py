"""How a point of an adherence chart is said."""

from fidelity.adherence.series import Point
from fidelity.web.filters import short_date


def number(value: float) -> str:
    """``3.4``."""
    return f"{value:.1f}"


def reviews(n: int) -> str:
    """``1 review``, ``4 reviews``."""
    return f"{n} review{'' if n == 1 else 's'}"


def interval(point: Point) -> str:
    """``3.1 to 3.9``, or why there is none."""
    if point.interval:
        return f"{number(point.interval.low)} to {number(point.interval.high)}"
    return "no interval: all alike" if point.n > 1 else "no interval: one review"


def beside(point: Point) -> str:
    """What is not in the mean, or wants to be known of it; empty where there is nothing."""
    said = (
        (point.not_assessable, "not assessable"),
        (point.contested, _contested(point)),
        (point.settled, "agreed by two raters"),
    )
    return ", ".join(f"{n} {what}" for n, what in said if n)


def _contested(point: Point) -> str:
    """``contested``; where some or all of it is settled, how much of it is not."""
    if point.open == point.contested:
        return "contested"
    return f"contested, {point.open} of them not settled" if point.open else "contested and settled"


def in_words(point: Point) -> str:
    """The whole point in one line."""
    mean = "no rating"
    if point.mean is not None:
        mean = f"{number(point.mean)} from {reviews(point.n)} ({interval(point)})"
    return ", ".join(part for part in (f"Week of {short_date(point.week)}: {mean}", beside(point)) if part)
