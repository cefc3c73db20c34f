"""Probabilities that mean what they say, and the thresholds of the three strengths."""

import numpy as np
import numpy.typing as npt

from fidelity.nlp.learning.measures import (
    best_thresholds,
    count_principles,
    precision,
    recall,
    shown_at,
    thresholds_reaching,
)
from fidelity.nlp.types import Polarity, Principle, Strength

Numbers = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

#: Of what is shown, the share that is to be right on documents that the network had not seen.
_STRONG, _USUAL = 0.88, 0.75
#: Fewest that a threshold may show where it is chosen: below that, luck chooses.
_FEWEST = 20
#: How strongly slopes are drawn to 1 and constants to 0 (Platt 1999, with a prior): some labels are rare.
_PRIOR = 4.0
_STEPS = 50


def fit_probabilities(logits: Numbers, given: Flags) -> tuple[Numbers, Numbers]:
    """Slope and constant of each label, by logistic regression on logits of unseen documents."""
    fitted = [_platt(logits[:, label], given[:, label].astype(float)) for label in range(logits.shape[1])]
    return np.array([each[0] for each in fitted]), np.array([each[1] for each in fitted])


def _platt(logits: Numbers, given: Numbers) -> tuple[float, float]:
    rows, prior = np.c_[logits, np.ones(len(logits))], np.array([1.0, 0.0])
    weights = prior.copy()
    for _ in range(_STEPS):
        chances = 1.0 / (1.0 + np.exp(-rows @ weights))
        slope = rows.T @ (chances - given) + _PRIOR * (weights - prior)
        curve = (rows * (chances * (1 - chances))[:, None]).T @ rows + _PRIOR * np.eye(2)
        step = np.linalg.solve(curve, slope)
        weights -= step
        if np.abs(step).max() < 1e-9:
            break
    return float(weights[0]), float(weights[1])


def choose_levels(probabilities: Numbers, given: Flags) -> Numbers:
    """Principles by strengths. Usual: three of four are right, or the best F1 where that shows too little.

    Strong: seven of eight. Weak: the best F1, or half of the usual threshold where that is lower.
    """
    everything = np.ones_like(given)
    best = best_thresholds(probabilities, given, everything)
    usual = thresholds_reaching(_USUAL, probabilities, given, everything, fewest=_FEWEST)
    strong = thresholds_reaching(_STRONG, probabilities, given, everything, fewest=_FEWEST)
    usual = np.where(np.isfinite(usual), usual, best)
    strong = np.where(np.isfinite(strong), np.maximum(strong, usual), np.maximum(usual, 0.95))
    weak = np.minimum(best, usual / 2)
    return np.stack([strong, usual, weak], axis=1)


def describe(
    slopes: Numbers, constants: Numbers, levels: Numbers, probabilities: Numbers, given: Flags
) -> dict[str, object]:
    """The card's words on each principle, with how it did at the usual level on unseen documents."""
    shown = shown_at(probabilities, levels[:, list(Strength).index(Strength.USUAL)])
    counts = count_principles(shown, given, np.ones_like(given))
    found: dict[str, object] = {}
    for place, principle in enumerate(Principle):
        own = slice(2 * place, 2 * place + 2)
        found[principle.value] = {
            "slope": _by_sign(slopes[own]),
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
