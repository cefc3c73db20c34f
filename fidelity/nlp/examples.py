"""The codebook's examples as the encoder sees them, and which of them a text is like."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from fidelity.nlp.codebook import Codebook
from fidelity.nlp.encoder import MEAN
from fidelity.nlp.thresholds import LABELS
from fidelity.nlp.types import LikeExample

Numbers = npt.NDArray[np.float32]

_NEAREST = 2


@dataclass(frozen=True, slots=True, eq=False)
class ExampleBook:
    """Texts with their labels, and one vector of unit length for each, from a centre that all texts share."""

    texts: tuple[str, ...]
    labels: npt.NDArray[np.int64]
    vectors: Numbers
    centre: Numbers

    def nearest(self, features: Numbers, label: int) -> tuple[LikeExample, ...]:
        """The two examples of the same label that are most alike, the nearest first: cosine, from 0 to 1."""
        own = np.flatnonzero(self.labels == label)
        alike = self.vectors[own] @ towards(features, self.centre)
        ranked = sorted(range(len(own)), key=lambda row: (-alike[row], row))[:_NEAREST]
        return tuple(
            LikeExample(self.texts[own[row]], round(max(0.0, min(1.0, float(alike[row]))), 3))
            for row in ranked
        )


def towards(features: Numbers, centre: Numbers) -> Numbers:
    """The direction in which a text lies from the centre: of the features only the mean says what about."""
    from_centre = features[..., :MEAN] - centre
    length = np.linalg.norm(from_centre, axis=-1, keepdims=True)
    return np.asarray(from_centre / np.maximum(length, 1e-9), dtype=np.float32)


def examples_of(codebook: Codebook) -> tuple[tuple[str, ...], npt.NDArray[np.int64]]:
    """Texts and labels, in the order in which ``examples.npz`` keeps their vectors."""
    found = [(entry.principle, example) for entry in codebook.principles for example in entry.examples]
    labels = [LABELS.index((principle, example.polarity)) for principle, example in found]
    return tuple(example.text for _, example in found), np.array(labels)


def read_examples(file: Path, codebook: Codebook) -> ExampleBook:
    """The vectors that ``make train`` wrote. Raises ValueError if the codebook has other examples since."""
    texts, labels = examples_of(codebook)
    with np.load(file, allow_pickle=False) as stored:
        vectors, centre = stored["vectors"].astype(np.float32), stored["centre"].astype(np.float32)
    if len(vectors) != len(texts):
        raise ValueError(f"{file.name} was made with another codebook: run make train")
    return ExampleBook(texts, labels, vectors, centre)
