"""How like the codebook's examples a text is, and the probability that it shows what they show."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

import numpy as np
import numpy.typing as npt

from fidelity.nlp.codebook import Codebook
from fidelity.nlp.types import Polarity, Principle

Numbers = npt.NDArray[np.float64]

#: What can be suggested, in the order of every array here.
LABELS: tuple[tuple[Principle, Polarity], ...] = tuple(
    (principle, sign) for principle in Principle for sign in Polarity
)

FEATURES = ("nearest_examples", "nearest_unmarked", "nearest_of_any_label", "contrast", "log_words")
_NEAREST = 3
_RIDGE = 10.0
#: Longer text than any rated unit tells no more: without a limit, length alone would make a suggestion.
_MOST_WORDS = 60


class ExampleSpace:
    """The codebook's examples as vectors, and the features of a sentence among them.

    `contrast` is ridge regression on label indicators (Hastie, Tibshirani and Friedman, The Elements of
    Statistical Learning, 3.4.1 and 4.2): for each label a direction that sets its examples apart.
    """

    def __init__(self, labels: Sequence[int], examples: npt.ArrayLike, unmarked: npt.ArrayLike) -> None:
        self._examples = np.asarray(examples, dtype=np.float64)
        self._unmarked = np.asarray(unmarked, dtype=np.float64)
        self._labels = np.asarray(labels)
        everything = np.vstack([self._examples, self._unmarked])
        members = np.zeros((len(everything), len(LABELS)))
        members[np.arange(len(labels)), self._labels] = 1.0
        # Every label weighs as much as one with twelve examples, however many were written for it.
        members *= 12.0 / members.sum(axis=0)
        self._centre = everything.mean(axis=0)
        centred = everything - self._centre
        gram = centred.T @ centred + _RIDGE * np.eye(centred.shape[1])
        self._directions = np.linalg.solve(gram, centred.T @ (members - members.mean(axis=0)))

    def contrast(self, vectors: npt.ArrayLike) -> Numbers:
        """Texts by labels: how far each text lies on the label's side."""
        return np.asarray((np.asarray(vectors, dtype=np.float64) - self._centre) @ self._directions)

    def features(self, vectors: npt.ArrayLike, words: Sequence[int]) -> Numbers:
        """Texts by labels by FEATURES; `words` is the number of words in each text."""
        rows = np.asarray(vectors, dtype=np.float64)
        alike = rows @ self._examples.T
        nearest = np.stack([_top(alike[:, self._labels == label]) for label in range(len(LABELS))], axis=1)
        length = np.log(np.clip(words, 1, _MOST_WORDS))
        by_text = (_top(rows @ self._unmarked.T), nearest.max(axis=1), length)
        unmarked, best, log_words = (np.repeat(column[:, None], len(LABELS), axis=1) for column in by_text)
        return np.stack([nearest, unmarked, best, self.contrast(rows), log_words], axis=2)


def _top(alike: Numbers) -> Numbers:
    mean: Numbers = np.sort(alike, axis=1)[:, -_NEAREST:].mean(axis=1)
    return mean


@dataclass(frozen=True, slots=True)
class Calibration:
    """Logistic regression from features to probability: one slope a feature, one intercept a label."""

    version: str
    codebook_version: str
    slopes: tuple[float, ...]
    intercepts: tuple[float, ...]
    threshold: float
    most_marks: int

    def probabilities(self, features: Numbers) -> Numbers:
        """Texts by labels, each between 0 and 1."""
        return np.asarray(
            1.0 / (1.0 + np.exp(-(features @ np.array(self.slopes) + np.array(self.intercepts))))
        )

    def shown(self, probabilities: Numbers) -> npt.NDArray[np.bool_]:
        """Which are suggested: likely enough, one polarity a principle, and the few likeliest of a text."""
        pairs = probabilities.reshape(-1, len(Principle), len(Polarity))
        likelier = (pairs == pairs.max(axis=2, keepdims=True)).reshape(probabilities.shape)
        rank = (-probabilities).argsort(axis=1, kind="stable").argsort(axis=1, kind="stable")
        return np.asarray((probabilities >= self.threshold) & likelier & (rank < self.most_marks))


def load_calibration(codebook: Codebook) -> Calibration:
    """The calibration that comes with the product; refuses one made with another version of the codebook."""
    stored: dict[str, Any] = json.loads(files("fidelity.nlp").joinpath("calibration.json").read_text("utf-8"))
    if stored["codebook_version"] != codebook.version:
        raise ValueError(
            f"calibration.json was made with codebook {stored['codebook_version']}, not {codebook.version}: "
            "run tests/benchmarks/tagging.py with --write"
        )
    return Calibration(
        version=stored["version"],
        codebook_version=stored["codebook_version"],
        slopes=tuple(stored["slopes"][name] for name in FEATURES),
        intercepts=tuple(stored["intercepts"][f"{principle} {sign}"] for principle, sign in LABELS),
        threshold=stored["threshold"],
        most_marks=stored["most_marks"],
    )
