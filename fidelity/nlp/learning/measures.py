"""How good judgements are beside what raters gave: the measures of docs/measurements/tagging.md.

Tables have a row for each unit. Those of pairs have a column for each of LABELS (fidelity/nlp/thresholds.py),
those of principles nine.
`counted` is False where raters did not agree: that unit and principle are left out of everything. What cannot
be said, as a precision where nothing is shown, is NaN; a mean is taken over what can be said.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from fidelity.nlp.types import Polarity, Principle

Numbers = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
#: Right, wrong and missed on the last axis, by column on the one before.
Counts = npt.NDArray[np.int64]
Measure = Callable[[Counts], Numbers]

#: A pair with fewer positives says too little to stand in polarity macro-F1.
FEWEST_POSITIVES = 5


def by_principle(pairs: Flags) -> Flags:
    """Principles from pairs: polarity is ignored."""
    return np.asarray(_sides(pairs).any(axis=2))


def likelier(probabilities: Numbers) -> Numbers:
    """The probability of each principle's likelier polarity: principles from pairs."""
    return np.asarray(_sides(probabilities).max(axis=2))


def shown_at(probabilities: Numbers, thresholds: npt.ArrayLike) -> Flags:
    """What is shown: a principle's likelier polarity (of equals the first), from its threshold upwards.

    One threshold for all, or one for each principle.
    """
    sides = _sides(probabilities)
    first = np.arange(len(Polarity)) == sides.argmax(axis=2)[:, :, None]
    from_here = np.broadcast_to(thresholds, len(Principle))[None, :, None]
    return np.asarray((first & (sides >= from_here)).reshape(probabilities.shape))


def count(shown: Flags, given: Flags, counted: Flags) -> Counts:
    """What was right, wrong and missed, by column."""
    outcomes = np.stack([shown & given, shown & ~given, ~shown & given], axis=2)
    return np.asarray((outcomes & counted[:, :, None]).sum(axis=0), np.int64)


def count_principles(shown: Flags, given: Flags, counted: Flags) -> Counts:
    """As `count`, from tables of pairs, ignoring polarity."""
    return count(by_principle(shown), by_principle(given), by_principle(counted))


def count_by_document(
    documents: Sequence[str], counting: Callable[..., Counts], shown: Flags, given: Flags, counted: Flags
) -> Counts:
    """As `counting` does, document by document on the first axis, in the order of their names."""
    rows = np.asarray(documents)
    each = [rows == document for document in np.unique(rows)]
    return np.stack([counting(shown[here], given[here], counted[here]) for here in each])


def precision(counts: Counts) -> Numbers:
    """Of what was shown, the share that is right."""
    return _share(counts[..., 0], counts[..., 0] + counts[..., 1])


def recall(counts: Counts) -> Numbers:
    """Of what was to be found, the share that was."""
    return _share(counts[..., 0], counts[..., 0] + counts[..., 2])


def f1(counts: Counts) -> Numbers:
    """The harmonic mean of precision and recall; 0 where all is wrong or missed."""
    return _share(2 * counts[..., 0], 2 * counts[..., 0] + counts[..., 1] + counts[..., 2])


def mean_f1(counts: Counts) -> Numbers:
    """The mean of the columns' F1."""
    each = f1(counts)
    known = ~np.isnan(each)
    return _share(np.where(known, each, 0.0).sum(axis=-1), known.sum(axis=-1))


def precision_of_shown(counts: Counts) -> Numbers:
    """Precision of all columns together: how many of the suggestions a person meets are right."""
    return precision(counts.sum(axis=-2))


def macro_f1(shown: Flags, given: Flags, counted: Flags) -> float:
    """The mean over the principles of F1 over units, ignoring polarity; from tables of pairs."""
    return float(mean_f1(count_principles(shown, given, counted)))


def often_enough(given: Flags, counted: Flags) -> Flags:
    """Which pairs have positives enough for polarity macro-F1."""
    return np.asarray((given & counted).sum(axis=0) >= FEWEST_POSITIVES)


def polarity_macro_f1(shown: Flags, given: Flags, counted: Flags) -> float:
    """The mean of F1 over the pairs with positives enough."""
    return float(mean_f1(count(shown, given, counted)[often_enough(given, counted)]))


def average_precision(scores: Numbers, given: Flags) -> float:
    """The area under precision by recall, in steps: the sum of (R[n] - R[n - 1]) P[n] over all thresholds.

    As scikit-learn defines it (its user guide, Precision, recall and F-measures). One column of what counts.
    """
    order = np.argsort(-scores, kind="stable")
    found = np.cumsum(given[order])
    # Equal scores are shown together: precision is read after the last of them.
    last = np.append(np.diff(scores[order]) != 0, True) if len(order) else np.zeros(0, np.bool_)
    found, seen = found[last], (np.arange(len(order)) + 1)[last]
    if not given.any():
        return float("nan")
    return float((np.diff(found, prepend=0) * found / seen).sum() / given.sum())


@dataclass(frozen=True, slots=True)
class Bin:
    """Pairs with a probability from `low` to below `high` (1 is in the last).

    `n` of them; `said` is their mean probability, `so` the share that raters gave.
    """

    low: float
    high: float
    n: int
    said: float
    so: float


def reliability(probabilities: Numbers, given: Flags, counted: Flags, bins: int = 10) -> list[Bin]:
    """Bins of equal width, of what is counted; those that hold nothing are left out."""
    said, so = probabilities[counted], given[counted]
    place = np.minimum((said * bins).astype(int), bins - 1)
    held = [(at, place == at) for at in range(bins) if (place == at).any()]
    return [
        Bin(at / bins, (at + 1) / bins, int(here.sum()), float(said[here].mean()), float(so[here].mean()))
        for at, here in held
    ]


def calibration_error(bins: Sequence[Bin]) -> float:
    """Expected calibration error: how far said and so lie apart, bins weighed by what they hold.

    Naeini, Cooper and Hauskrecht, Obtaining Well Calibrated Probabilities Using Bayesian Binning, 2015.
    """
    n = sum(each.n for each in bins)
    return sum(each.n * abs(each.said - each.so) for each in bins) / n if n else float("nan")


def kappa(one: Flags, other: Flags) -> float:
    """Cohen's kappa of two judges who say yes or no (Cohen, 1960); NaN where one says always the same."""
    if len({*one.tolist()}) < 2 or len({*other.tolist()}) < 2:
        return float("nan")
    agreed = float((one == other).mean())
    by_chance = float(one.mean() * other.mean() + (1 - one.mean()) * (1 - other.mean()))
    return (agreed - by_chance) / (1 - by_chance)


def kappa_by_document(shown: Flags, given: Flags, counted: Flags, documents: Sequence[str]) -> Numbers:
    """By principle: is it evidenced anywhere in the document? The machine beside the raters, from pairs."""
    by_document = count_by_document(documents, count_principles, shown, given, counted) > 0
    right, wrong, missed = (by_document[:, :, outcome] for outcome in range(3))
    machine, raters = right | wrong, right | missed
    return np.array([kappa(machine[:, column], raters[:, column]) for column in range(machine.shape[1])])


def interval(
    by_document: Counts, measure: Measure, *, draws: int = 1000, seed: int = 1
) -> tuple[float, float]:
    """95 % of the measure when as many documents are drawn again, with repeats.

    The percentile bootstrap (Efron and Tibshirani, An Introduction to the Bootstrap, 13.3). Documents are
    drawn, not units: units of one document are alike.
    """
    n = len(by_document)
    times = np.random.default_rng(seed).multinomial(n, np.full(n, 1 / n), size=draws)
    again = measure(np.tensordot(times, by_document, axes=1))
    again = again[~np.isnan(again)]
    if not len(again):
        return float("nan"), float("nan")
    low, high = np.percentile(again, [2.5, 97.5])
    return float(low), float(high)


def best_thresholds(probabilities: Numbers, given: Flags, counted: Flags) -> Numbers:
    """One a principle: with them macro-F1 is as high as thresholds can make it. Of equals the highest."""
    return _choose(likelier(probabilities), by_principle(given), by_principle(counted), f1)


def thresholds_reaching(
    target: float, probabilities: Numbers, given: Flags, counted: Flags, *, fewest: int = 10
) -> Numbers:
    """One a principle: the lowest from which the shown pairs' precision reaches the target, polarity and all.

    At least `fewest` must be shown, or luck would choose. Infinite where the target is never reached.
    """
    right = by_principle(shown_at(probabilities, 0.0) & given)

    def earliest(counts: Counts) -> Numbers:
        shown = counts[:, 0] + counts[:, 1]
        return np.where((shown >= fewest) & (precision(counts) >= target), shown.astype(float), np.nan)

    return _choose(likelier(probabilities), right, by_principle(counted), earliest)


def _choose(scores: Numbers, given: Flags, counted: Flags, worth: Measure) -> Numbers:
    """By column, the threshold that is worth most among those between neighbouring scores."""
    chosen = np.full(scores.shape[1], np.inf)
    for column in range(scores.shape[1]):
        here = counted[:, column]
        order = np.argsort(-scores[here, column], kind="stable")
        descending, positive = scores[here, column][order], given[here, column][order]
        if not len(order):
            continue
        right = np.cumsum(positive)
        counts = np.stack([right, np.arange(1, len(order) + 1) - right, right[-1] - right], axis=1)
        value = np.where(np.append(np.diff(descending) != 0, True), worth(counts), np.nan)
        if np.nanmax(value, initial=0.0) > 0:
            last = int(np.nanargmax(value))
            below = descending[last + 1] if last + 1 < len(order) else 0.0
            chosen[column] = (descending[last] + below) / 2
    return chosen


def _sides(pairs: npt.NDArray[Any]) -> npt.NDArray[Any]:
    return pairs.reshape(len(pairs), len(Principle), len(Polarity))


def _share(part: npt.ArrayLike, whole: npt.ArrayLike) -> Numbers:
    whole = np.asarray(whole, np.float64)
    share: Numbers = np.divide(part, whole, out=np.full(whole.shape, np.nan), where=whole > 0)
    return share
