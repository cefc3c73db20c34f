"""The gamma distribution's quantiles, and with them those of χ²."""

from math import exp, lgamma, log

_ENOUGH = 1e-12


def gamma_quantile(share: float, shape: float) -> float:
    """The x below which this share (0 to 1, neither) of a gamma distribution with scale 1 lies, by halving.

    Raises ValueError for a shape that is not above 0.
    """
    if shape <= 0:
        raise ValueError("a gamma distribution needs a shape above 0")
    low, high = 0.0, 1.0
    while _below(high, shape) < share:
        low, high = high, 2 * high
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if _below(middle, shape) < share else (low, middle)
    return high


def chi_square_quantile(share: float, degrees: float) -> float:
    """The same for χ², which is a gamma distribution of half the degrees, twice as wide."""
    return 2 * gamma_quantile(share, degrees / 2)


def _below(x: float, shape: float) -> float:
    """The share below x: Abramowitz and Stegun, Handbook of Mathematical Functions, 6.5.29 and 6.5.31."""
    if x <= 0:
        return 0.0
    front = exp(shape * log(x) - x - lgamma(shape))
    return front * _series(x, shape) if x < shape + 1 else 1 - front * _fraction(x, shape)


def _series(x: float, shape: float) -> float:
    term = total = 1 / shape
    n = 0
    while term > total * _ENOUGH:
        n += 1
        term *= x / (shape + n)
        total += term
    return total


def _fraction(x: float, shape: float) -> float:
    """The continued fraction, from the front: Lentz, "Generating Bessel functions", Applied Optics 15."""
    part = x + 1 - shape
    above, below = 1 / _ENOUGH**2, 1 / part
    whole, n, change = below, 0, 0.0
    while abs(change - 1) > _ENOUGH:
        n += 1
        factor = -n * (n - shape)
        part += 2
        below = 1 / (factor * below + part)
        above = part + factor / above
        change = above * below
        whole *= change
    return whole
