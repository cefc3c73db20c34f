"""Probabilities that mean what they say, and the thresholds of the three strengths."""

import numpy as np
import numpy.typing as npt

from fidelity.nlp.learning.measures import (
    Counts,
    best_thresholds,
    count_principles,
    precision,
    recall,
    shown_at,
    thresholds_reaching,
)
from fidelity.nlp.thresholds import probabilities
from fidelity.nlp.types import Polarity, Principle, Strength

Numbers = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

#: Of what is shown, the share that is to be right on documents that the network had not seen.
_STRONG, _USUAL = 0.85, 0.72
#: Fewest that a threshold may show where it is chosen: below that, luck chooses.
_FEWEST = 20
#: Where the weights of the encoder's logit, of the phrases' and of 1 begin, and what they are drawn to, by
#: half of so many times the squares: some labels are rare.
_PRIOR, _DRAWN = np.array([0.5, 0.75, 0.0]), 4.0
_STEPS = 60
_SMALL_ENOUGH = 1e-9


def fit_join(encoder: Numbers, phrases: Numbers, given: Flags) -> tuple[Numbers, Numbers, Numbers]:
    """Slopes of both and constants, a label each, by logistic regression on logits of unseen documents."""
    fitted = [
        _regress(np.c_[encoder[:, label], phrases[:, label], np.ones(len(given))], given[:, label])
        for label in range(given.shape[1])
    ]
    slopes, of_phrases, constants = np.array(fitted).T
    return slopes, of_phrases, constants


def _regress(rows: Numbers, given: Flags) -> Numbers:
    """Newton's method, with a step halved until it leads downwards: logits far apart would throw it off."""
    weights, value = _PRIOR.copy(), _lost(rows, given, _PRIOR)
    for _ in range(_STEPS):
        chances = probabilities(rows @ weights)
        slope = rows.T @ (chances - given) + _DRAWN * (weights - _PRIOR)
        curve = (rows * (chances * (1 - chances))[:, None]).T @ rows + _DRAWN * np.eye(len(weights))
        step = np.linalg.solve(curve, slope)
        if float(slope @ step) < _SMALL_ENOUGH:
            break
        while (after := _lost(rows, given, weights - step)) > value and np.abs(step).max() > _SMALL_ENOUGH:
            step /= 2
        weights, value = weights - step, after
    return weights


def _lost(rows: Numbers, given: Flags, weights: Numbers) -> float:
    said = rows @ weights
    missed = np.logaddexp(0.0, np.where(given, -said, said)).sum()
    return float(missed + _DRAWN / 2 * np.square(weights - _PRIOR).sum())


def choose_levels(chances: Numbers, given: Flags) -> Numbers:
    """Principles by strengths. Usual: three of four are right, or the best F1 where that shows too little.

    Strong: seven of eight. Weak: the best F1, or half of the usual threshold where that is lower.
    """
    everything = np.ones_like(given)
    best = best_thresholds(chances, given, everything)
    usual = thresholds_reaching(_USUAL, chances, given, everything, fewest=_FEWEST)
    strong = thresholds_reaching(_STRONG, chances, given, everything, fewest=_FEWEST)
    usual = np.where(np.isfinite(usual), usual, best)
    strong = np.where(np.isfinite(strong), np.maximum(strong, usual), np.maximum(usual, 0.95))
    weak = np.minimum(best, usual / 2)
    return np.stack([strong, usual, weak], axis=1)


def count_unseen(encoder: Numbers, phrases: Numbers, given: Flags, fold: npt.NDArray[np.int64]) -> Counts:
    """Right, wrong and missed by principle at the usual level, where other folds chose join and level."""
    shown = np.zeros_like(given)
    for here in (fold == number for number in np.unique(fold)):
        slopes, of_phrases, constants = fit_join(encoder[~here], phrases[~here], given[~here])
        chances = probabilities(encoder * slopes + phrases * of_phrases + constants)
        usual = choose_levels(chances[~here], given[~here])[:, list(Strength).index(Strength.USUAL)]
        shown[here] = shown_at(chances[here], usual)
    return count_principles(shown, given, np.ones_like(given))


def describe(joined: tuple[Numbers, Numbers, Numbers], levels: Numbers, counts: Counts) -> dict[str, object]:
    """The card's words on each principle, with how it did at the usual level on unseen documents."""
    slopes, of_phrases, constants = joined
    found: dict[str, object] = {}
    for place, principle in enumerate(Principle):
        own = slice(2 * place, 2 * place + 2)
        found[principle.value] = {
            "slope": _by_sign(slopes[own]),
            "of_phrases": _by_sign(of_phrases[own]),
            "constant": _by_sign(constants[own]),
            "levels": {level.value: round(float(levels[place, at]), 4) for at, level in enumerate(Strength)},
            "units": int(counts[place, 0] + counts[place, 2]),
            "shown": int(counts[place, 0] + counts[place, 1]),
            "precision": round(float(precision(counts)[place]), 3),
            "recall": round(float(recall(counts)[place]), 3),
        }
    return found


def _by_sign(pair: Numbers) -> dict[str, float]:
    return {sign.value: round(float(value), 4) for sign, value in zip(Polarity, pair, strict=True)}
