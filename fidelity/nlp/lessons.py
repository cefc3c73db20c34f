"""The words for a tagger that learns from what a service decides; imports nothing heavy."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from fidelity.nlp.types import Polarity, Principle, Tagger, Unit


@dataclass(frozen=True, slots=True)
class Lesson:
    """A unit with the one before it, and what people decided about it; what nobody judged is absent."""

    unit: Unit
    before: Unit | None
    judged: Mapping[tuple[Principle, Polarity], bool]


@dataclass(frozen=True, slots=True)
class Score:
    """How well judged pairs are told apart at the usual threshold.

    `n` pairs, of which `positives` are so; counts of right, wrong and missed marks. `f1` is their F1.
    """

    n: int
    positives: int
    right: int
    wrong: int
    missed: int

    @property
    def f1(self) -> float | None:
        """0 to 1; nothing where there is nothing to find and nothing was marked."""
        whole = 2 * self.right + self.wrong + self.missed
        return 2 * self.right / whole if whole else None


@dataclass(frozen=True, slots=True)
class Comparison:
    """The tagger in use and a learned one on the same pairs, all together and by principle."""

    before: Score
    after: Score
    by_principle: Mapping[Principle, tuple[Score, Score]]


@dataclass(frozen=True, slots=True)
class Learned:
    """A light part trained on a service's decisions, and how it does; adopt it only if neither falls."""

    head: bytes
    version: str
    held_out: Comparison
    benchmark: Comparison


class LearningTagger(Tagger, Protocol):
    """A tagger with a light part that can be trained and exchanged while the encoder stays as it is."""

    def with_head(self, head: bytes | None) -> "LearningTagger":
        """The same tagger with another light part; None gives that which came with the product.

        Raises ValueError for bytes that are no such part, or were trained on another encoder.
        """

    def learn(self, lessons: Sequence[Lesson], held_out: Sequence[Lesson]) -> Learned:
        """Train a light part on the lessons, and measure it and this tagger on what was held out."""
