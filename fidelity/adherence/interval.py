"""How sure a number is: 95% intervals for a mean of ratings and for a share."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from math import atan, cos, pi, sin, sqrt
from statistics import NormalDist, fmean

LEVEL = 0.95
#: A rating lies between these, so its mean does too.
LOWEST, HIGHEST = 1.0, 5.0
_NORMAL = NormalDist().inv_cdf((1 + LEVEL) / 2)


@dataclass(frozen=True, slots=True)
class Interval:
    """From ``low`` to ``high``, in the unit of the number it belongs to."""

    low: float
    high: float


def mean_interval(
    ratings: Sequence[float], *, lowest: float = LOWEST, highest: float = HIGHEST
) -> Interval | None:
    """Student's interval for the mean of ratings, cut off at the ends of their scale (1 to 5).

    mean ± t(n - 1) · s ÷ √n; Student, "The probable error of a mean", Biometrika 6 (1908). It takes
    the ratings as independent, which ratings by one person of one therapist's weeks are only
    roughly. Nothing for fewer than two ratings, and nothing when all are alike: the formula would
    then give an interval without width, as if three equal ratings left no doubt.
    """
    n = len(ratings)
    if n < 2 or min(ratings) == max(ratings):
        return None
    middle = fmean(ratings)
    # statistics.stdev reckons in fractions, which takes ten times as long: a page has a thousand of these.
    scatter = sqrt(sum((rating - middle) ** 2 for rating in ratings) / (n - 1))
    half = t_quantile(n - 1) * scatter / sqrt(n)
    return Interval(max(lowest, middle - half), min(highest, middle + half))


def share_interval(part: int, whole: int) -> Interval | None:
    """Wilson's interval for a share (0 to 1); nothing where there is no whole.

    Wilson, "Probable inference, the law of succession, and statistical inference", Journal of the
    American Statistical Association 22 (1927). It stays inside 0 to 1 and holds for small numbers.
    """
    if whole == 0:
        return None
    share, z = part / whole, _NORMAL
    shrink = 1 + z**2 / whole
    middle = (share + z**2 / (2 * whole)) / shrink
    half = z / shrink * sqrt(share * (1 - share) / whole + z**2 / (4 * whole**2))
    # At 0 and at 1 rounding could leave the share itself just outside.
    return Interval(max(0.0, min(share, middle - half)), min(1.0, max(share, middle + half)))


@cache
def t_quantile(degrees: int, level: float = LEVEL) -> float:
    """The t between whose minus and plus so much of Student's distribution lies, by halving.

    Raises ValueError for less than one degree of freedom.
    """
    if degrees < 1:
        raise ValueError("Student's distribution needs a degree of freedom")
    low, high = 0.0, 1.0
    while _within(high, degrees) < level:
        low, high = high, 2 * high
    while high - low > 1e-9:
        middle = (low + high) / 2
        low, high = (middle, high) if _within(middle, degrees) < level else (low, middle)
    return high


def _within(t: float, degrees: int) -> float:
    """P(|T| ≤ t): Abramowitz and Stegun, Handbook of Mathematical Functions, 26.7.3 and 26.7.4."""
    angle = atan(t / sqrt(degrees))
    is_odd = degrees % 2
    term = cos(angle) if is_odd else 1.0
    total = term if degrees > 1 else 0.0
    for k in range(3 if is_odd else 2, degrees - 1, 2):
        term *= (k - 1) / k * cos(angle) ** 2
        total += term
    return 2 / pi * (angle + sin(angle) * total) if is_odd else sin(angle) * total
