"""From the encoder's logits to probabilities and to what is suggested: numbers of the model's card."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from fidelity.nlp.types import Polarity, Principle, Strength

Numbers = npt.NDArray[np.float64]

LABELS: tuple[tuple[Principle, Polarity], ...] = tuple(
    (principle, polarity) for principle in Principle for polarity in Polarity
)
#: Of one sentence or turn. Of 11,848 labelled units two have more than three labels.
MOST_MARKS = 3


@dataclass(frozen=True, slots=True, eq=False)
class Thresholds:
    """Two judgements become one probability of each label; ``levels`` say from which on it is suggested.

    ``slopes`` weigh the encoder's logits, ``of_phrases`` those of the phrases; with ``constants`` they sum to
    the logit of the probability. All were fitted and chosen on documents that neither judge had seen.
    """

    slopes: Numbers
    of_phrases: Numbers
    constants: Numbers
    #: Principles by the three strengths, the strongest first.
    levels: Numbers

    def join(self, encoder: npt.ArrayLike, phrases: npt.ArrayLike) -> Numbers:
        """Both judges' logits become one, by label (the last axis)."""
        return np.asarray(
            np.asarray(encoder) * self.slopes + np.asarray(phrases) * self.of_phrases + self.constants
        )

    def strength(self, label: int, probability: float) -> Strength | None:
        """How strong a suggestion it is; nothing below the weakest level."""
        reached = np.flatnonzero(probability >= self.levels[label // len(Polarity)])
        return list(Strength)[int(reached[0])] if len(reached) else None

    def suggested(self, probabilities: Numbers) -> list[tuple[int, Strength]]:
        """The labels of one text, the likeliest first: one polarity of a principle, and only a few."""
        likelier = _likelier(probabilities)
        ranked = sorted(likelier, key=lambda label: (-probabilities[label], label))
        found = [(label, self.strength(label, float(probabilities[label]))) for label in ranked]
        return [(label, strength) for label, strength in found if strength][:MOST_MARKS]

    def left_unmarked(self, probabilities: Numbers) -> list[int]:
        """The likelier polarity of every principle that is not suggested at the usual strength or above."""
        marked = {
            label // len(Polarity)
            for label, strength in self.suggested(probabilities)
            if strength is not Strength.WEAK
        }
        return [label for label in _likelier(probabilities) if label // len(Polarity) not in marked]


def probabilities(logits: npt.ArrayLike) -> Numbers:
    """Each between 0 and 1. The same as 1 / (1 + exp(-x)), but no x is too far out for it."""
    return np.asarray(0.5 + 0.5 * np.tanh(np.asarray(logits, np.float64) / 2))


def _likelier(probabilities: Numbers) -> list[int]:
    sides = probabilities.reshape(len(Principle), len(Polarity))
    return [principle * len(Polarity) + int(side) for principle, side in enumerate(sides.argmax(axis=1))]


@dataclass(frozen=True, slots=True)
class Card:
    """``card.json`` beside the model: its version, its thresholds, what it never saw."""

    version: str
    codebook_version: str
    thresholds: Thresholds
    #: SHA-256 of each file beside the card.
    files: Mapping[str, str]
    #: Names of the labelled documents that it was not trained on: the fixed benchmark.
    benchmark: Sequence[str]


def read_card(file: Path) -> Card:
    """The card as ``make train`` wrote it. Raises ValueError where something is missing."""
    stored: dict[str, Any] = json.loads(file.read_text("utf-8"))
    try:
        named = [stored["principles"][principle.value] for principle in Principle]
        thresholds = Thresholds(
            slopes=np.array([each["slope"][sign.value] for each in named for sign in Polarity]),
            of_phrases=np.array([each["of_phrases"][sign.value] for each in named for sign in Polarity]),
            constants=np.array([each["constant"][sign.value] for each in named for sign in Polarity]),
            levels=np.array([[each["levels"][level.value] for level in Strength] for each in named]),
        )
        return Card(
            stored["version"], stored["codebook_version"], thresholds, stored["files"], stored["benchmark"]
        )
    except KeyError as missing:
        raise ValueError(f"{file.name} says nothing of {missing}") from None
