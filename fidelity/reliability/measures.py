"""The only file that knows statsmodels, pingouin and krippendorff."""

import math
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import krippendorff
import numpy as np
import pandas as pd
import pingouin
from scipy.stats import bootstrap
from statsmodels.stats.inter_rater import cohens_kappa
from statsmodels.stats.weightstats import CompareMeans, DescrStatsW

from fidelity.reliability.types import Level, Measured

#: Always the same, so that the same ratings give the same interval.
_SEED = 20_260_101
#: An interval is given when so many of the draws have a value: others hold one value alone.
_DEFINED = 0.95
_FEWEST_FOR_ICC = 3


class LibraryMeasures:
    """``fidelity.reliability.types.Measures``, by library. ``resamples``: of which intervals are drawn."""

    def __init__(self, resamples: int = 1000) -> None:
        self._resamples = resamples

    def weighted_kappa(self, pairs: Sequence[tuple[int, int]], scale: Sequence[int]) -> Measured | None:
        """By statsmodels, with its large-sample interval (Fleiss, Cohen and Everitt 1969)."""
        with _quiet():
            found = cohens_kappa(_table(pairs, scale), wt="quadratic")
            return _measured(found.kappa, found.kappa_low, found.kappa_upp, lowest=-1.0)

    def ac1(self, pairs: Sequence[tuple[int, int]], scale: Sequence[int]) -> Measured | None:
        """None of the libraries has it. Its interval is drawn anew from the units.

        Gwet, "Computing inter-rater reliability and its variance in the presence of high agreement",
        British Journal of Mathematical and Statistical Psychology 61 (2008), 29–48.
        """
        cells = np.array([(scale.index(first), scale.index(second)) for first, second in pairs])

        def of(drawn: np.ndarray) -> float:
            chosen = cells[drawn]
            share = np.bincount(chosen.ravel(), minlength=len(scale)) / chosen.size
            by_chance = float((share * (1 - share)).sum()) / (len(scale) - 1)
            agreed = float((chosen[:, 0] == chosen[:, 1]).mean())
            return (agreed - by_chance) / (1 - by_chance)

        return _with_drawn_interval(of, len(pairs), self._resamples)

    def alpha(self, units: Sequence[Sequence[float | None]], level: Level) -> Measured | None:
        """By krippendorff. Its interval is drawn anew from the units."""
        rows = np.array([[math.nan if value is None else value for value in unit] for unit in units], float)

        def of(drawn: np.ndarray) -> float:
            chosen = rows[drawn]
            domain = np.unique(chosen[~np.isnan(chosen)])
            if len(domain) < 2:
                return math.nan
            return float(krippendorff.alpha(chosen.T, value_domain=domain, level_of_measurement=level.value))

        return _with_drawn_interval(of, len(rows), self._resamples)

    def icc(self, units: Sequence[Sequence[float]]) -> Measured | None:
        """By pingouin, with its interval (McGraw and Wong 1996). Three units are the least it works with."""
        if len(units) < _FEWEST_FOR_ICC:
            return None
        rows = [
            {"unit": unit, "rater": rater, "value": value}
            for unit, values in enumerate(units)
            for rater, value in enumerate(values)
        ]
        with _quiet():
            table = pingouin.intraclass_corr(pd.DataFrame(rows), "unit", "rater", "value").set_index("Type")
            low, high = table.loc["ICC(A,1)", "CI95"]
            return _measured(table.loc["ICC(A,1)", "ICC"], low, high, lowest=-1.0)

    def mean(self, values: Sequence[float]) -> Measured | None:
        """By statsmodels."""
        with _quiet():
            found = DescrStatsW(np.array(values, float))
            return _measured(found.mean, *(found.tconfint_mean() if len(values) > 1 else (None, None)))

    def difference(self, ours: Sequence[float], theirs: Sequence[float]) -> Measured | None:
        """By statsmodels."""
        if min(len(ours), len(theirs)) < 2:
            return None
        with _quiet():
            both = CompareMeans(DescrStatsW(np.array(ours, float)), DescrStatsW(np.array(theirs, float)))
            return _measured(both.d1.mean - both.d2.mean, *both.tconfint_diff(usevar="unequal"))


def _table(pairs: Sequence[tuple[int, int]], scale: Sequence[int]) -> np.ndarray:
    table = np.zeros((len(scale), len(scale)))
    for first, second in pairs:
        table[scale.index(first), scale.index(second)] += 1
    return table


def _with_drawn_interval(of: Callable[[np.ndarray], float], n: int, resamples: int) -> Measured | None:
    """The value of all units, and the middle 95% of what as many units, drawn with replacement, give.

    Efron and Tibshirani, An Introduction to the Bootstrap (1993), chapter 13.
    """
    with _quiet():
        value = of(np.arange(n))
        if n < 2:
            return _measured(value, None, None)
        drawn = bootstrap(
            (np.arange(n),),
            of,
            n_resamples=resamples,
            method="percentile",
            vectorized=False,
            rng=np.random.default_rng(_SEED),
        ).bootstrap_distribution
        drawn = drawn[np.isfinite(drawn)]
        if len(drawn) < _DEFINED * resamples:
            return _measured(value, None, None)
        return _measured(value, *np.quantile(drawn, (0.025, 0.975)))


def _measured(
    value: float, low: float | None, high: float | None, *, lowest: float | None = None
) -> Measured | None:
    """As plain numbers. An interval without width claims to be certain: it is none."""
    if not math.isfinite(value):
        return None
    if low is None or high is None or not (math.isfinite(low) and math.isfinite(high)) or high - low < 1e-9:
        return Measured(float(value))
    if lowest is not None:
        low, high = max(lowest, low), min(1.0, high)
    return Measured(float(value), float(low), float(high))


@contextmanager
def _quiet() -> Iterator[None]:
    """What cannot be worked out comes back as nothing, so that nobody needs to be warned of it."""
    with warnings.catch_warnings(action="ignore"), np.errstate(all="ignore"):
        yield
