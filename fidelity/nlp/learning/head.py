"""The light part of the tagger: a correction of its judgements, learned from what a service decided.

For each label z' = z + w·f + b, where z is the shipped model's logit, and f the encoder's features of the
unit, made one long. w and b are those of a logistic regression on judged pairs alone, drawn to zero by half
of ``strength`` times their squares (Hastie, Tibshirani and Friedman, The Elements of Statistical Learning,
4.4.4). How strongly is chosen by cross-validation among the lessons, and "so strongly that nothing changes"
is among the choices; of what is as good within one standard error, the strongest is taken (the same, 7.10.1).
See docs/adr/0020-learning-in-service.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from fidelity.nlp.lessons import Lesson
from fidelity.nlp.thresholds import LABELS

Numbers = npt.NDArray[np.float64]

#: From nearly free to hardly moving. Features are one long: at 1, some ten decisions that agree are followed.
_STRENGTHS = (1.0, 3.0, 10.0, 30.0, 100.0)
_FOLDS = 5
#: Fewer judged pairs than this in all teach nothing: what is left of them in a fold says too little.
_FEWEST = 30
_STEPS = 50
_SMALL_ENOUGH = 1e-9
_SHORTEST = 1e-3


@dataclass(frozen=True, slots=True, eq=False)
class Head:
    """``encoder`` names whose features it reads; ``weights`` are labels by features, ``bias`` one a label."""

    encoder: str
    weights: npt.NDArray[np.float32]
    bias: npt.NDArray[np.float32]

    @property
    def changes_nothing(self) -> bool:
        """Whether it leaves every judgement as it was."""
        return not self.weights.any() and not self.bias.any()


def judged_table(lessons: Sequence[Lesson]) -> Numbers:
    """Lessons by labels: 1 where it is so, 0 where it is not, NaN where nobody judged."""
    table = np.full((len(lessons), len(LABELS)), np.nan)
    for row, lesson in enumerate(lessons):
        for label, is_so in lesson.judged.items():
            table[row, LABELS.index(label)] = float(is_so)
    return table


def fit_head(logits: npt.ArrayLike, features: npt.ArrayLike, judged: npt.ArrayLike, *, encoder: str) -> Head:
    """Learn the correction. Lessons by labels, lessons by features, and a table as `judged_table` makes it.

    The lessons stand in the order of time: what is left out in turn to choose the strength is a stretch of
    weeks, never units from all of them. The same lessons give the same head.
    """
    offsets, table = np.asarray(logits, np.float64), np.asarray(judged, np.float64)
    rows = _one_long(features)
    is_judged = ~np.isnan(table)
    nothing = Head(
        encoder, np.zeros((len(LABELS), rows.shape[1]), np.float32), np.zeros(len(LABELS), np.float32)
    )
    strength = _choose_strength(offsets, rows, table) if is_judged.sum() >= _FEWEST else None
    if strength is None:
        return nothing
    fitted = np.zeros((len(LABELS), rows.shape[1] + 1))
    for label in np.flatnonzero(is_judged.any(axis=0)):
        own = is_judged[:, label]
        fitted[label] = _Problem(rows[own], offsets[own, label], table[own, label]).solve(strength)
    return Head(encoder, fitted[:, :-1].astype(np.float32), fitted[:, -1].astype(np.float32))


def apply_head(head: Head, logits: npt.ArrayLike, features: npt.ArrayLike) -> Numbers:
    """The corrected logits: units by labels."""
    corrected = _one_long(features) @ head.weights.T.astype(np.float64) + head.bias.astype(np.float64)
    return np.asarray(np.asarray(logits, np.float64) + corrected)


def _one_long(features: npt.ArrayLike) -> Numbers:
    """So that no unit counts for more than another, and none moves further than the weights are long."""
    rows = np.asarray(features, np.float64)
    return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-12))


def _choose_strength(offsets: Numbers, rows: Numbers, table: Numbers) -> float | None:
    """The strongest that is as good as the best within one standard error; None: to change nothing."""
    gains = np.array(
        [_gains(offsets, rows, table, part) for part in np.array_split(np.arange(len(rows)), _FOLDS)]
    )
    gains = np.hstack([gains, np.zeros((len(gains), 1))])  # to change nothing gains nothing
    means = gains.mean(axis=0)
    best = int(means.argmax())
    error = float((gains[:, best] - gains[:, -1]).std(ddof=1) / np.sqrt(len(gains)))
    chosen = int(np.flatnonzero(means >= means[best] - error)[-1])
    return _STRENGTHS[chosen] if chosen < len(_STRENGTHS) else None


def _gains(offsets: Numbers, rows: Numbers, table: Numbers, left_out: npt.NDArray[np.int64]) -> Numbers:
    """By strength: how much less is lost on what was left out than without, on average over its pairs."""
    is_out = np.zeros(len(rows), dtype=bool)
    is_out[left_out] = True
    is_judged = ~np.isnan(table)
    gained, pairs = np.zeros(len(_STRENGTHS)), 0
    for label in np.flatnonzero(is_judged.any(axis=0)):
        learn, test = is_judged[:, label] & ~is_out, is_judged[:, label] & is_out
        pairs += int(test.sum())
        if not learn.any() or not test.any():
            continue
        problem = _Problem(rows[learn], offsets[learn, label], table[learn, label])
        before = _loss(offsets[test, label], table[test, label])
        with_one = _with_one(rows[test])
        for place, strength in enumerate(_STRENGTHS):
            after = offsets[test, label] + with_one @ problem.solve(strength)
            gained[place] += before - _loss(after, table[test, label])
    return gained / max(pairs, 1)


def _with_one(rows: Numbers) -> Numbers:
    return np.hstack([rows, np.ones((len(rows), 1))])


def _loss(logits: Numbers, labels: Numbers) -> float:
    """Of all pairs together: minus the logarithm of the probability given to what is so."""
    return float(np.logaddexp(0.0, np.where(labels > 0.5, -logits, logits)).sum())


class _Problem:
    """One label's regression, solved among the directions that its lessons lie in: there are few of them."""

    def __init__(self, rows: Numbers, offsets: Numbers, labels: Numbers) -> None:
        left, sizes, self._directions = np.linalg.svd(_with_one(rows), full_matrices=False)
        self._rows, self._offsets, self._labels = left * sizes, offsets, labels

    def solve(self, strength: float) -> Numbers:
        """Weights with the bias as the last, by Newton's method: the sum has one lowest point."""
        weights = np.zeros(self._rows.shape[1])
        value = self._value(weights, strength)
        for _ in range(_STEPS):
            chances = 1.0 / (1.0 + np.exp(-np.clip(self._offsets + self._rows @ weights, -500, 500)))
            slope = self._rows.T @ (chances - self._labels) + strength * weights
            curve = (self._rows * (chances * (1 - chances))[:, None]).T @ self._rows
            step = np.linalg.solve(curve + strength * np.eye(len(weights)), slope)
            if float(slope @ step) < _SMALL_ENOUGH:  # twice what is still to be gained
                break
            length = 1.0
            while self._value(weights - length * step, strength) > value and length > _SHORTEST:
                length /= 2
            weights = weights - length * step
            value = self._value(weights, strength)
        return np.asarray(weights @ self._directions)

    def _value(self, weights: Numbers, strength: float) -> float:
        return _loss(self._offsets + self._rows @ weights, self._labels) + strength / 2 * float(
            weights @ weights
        )
