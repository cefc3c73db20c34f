"""The tagger: sentences by spaCy, a small trained encoder, probabilities, and the words they rest on.

Why it is made this way: docs/adr/0017-a-trained-encoder.md. How good it is: docs/model-card.md.
"""

import random
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
import numpy.typing as npt

from fidelity.nlp.draw import draw
from fidelity.nlp.encoder import Encoder, Judged
from fidelity.nlp.evidence import Words, carriers, movers
from fidelity.nlp.examples import ExampleBook
from fidelity.nlp.passages import Passage, passages
from fidelity.nlp.phrases import Phrases
from fidelity.nlp.reading import Reader, Reading
from fidelity.nlp.sentences import SentenceFinder
from fidelity.nlp.thresholds import LABELS, Card, probabilities
from fidelity.nlp.types import CONTEXT_UNITS, LeftOut, Sentence, Strength, SuggestedMark, Unit


@dataclass(frozen=True, slots=True)
class Parts:
    """What the tagger is put together from; heavy, and shared by all light parts on top of it."""

    finder: SentenceFinder
    reader: Reader
    encoder: Encoder
    phrases: Phrases
    card: Card
    book: ExampleBook

    def logits(self, judged: Judged, words: Unit) -> npt.NDArray[np.float64]:
        """What the encoder and the phrases make of a text together, by label."""
        return self.card.thresholds.join(judged.logits, self.phrases.judge(words))


@dataclass(frozen=True, slots=True)
class _Seen:
    """A passage with what the encoder read and said, and what came of it."""

    passage: Passage
    words: Unit
    reading: Reading
    judged: Judged
    probabilities: npt.NDArray[np.float64]


class EncoderTagger:
    """Suggests what the trained encoder finds. Slow to make: use `load_tagger`."""

    def __init__(self, parts: Parts) -> None:
        self.parts = parts
        self.version = parts.card.version

    def sentences(self, text: str) -> list[Sentence]:
        """See Tagger."""
        return self.parts.finder.find(text)

    def tag(self, units: Sequence[Unit]) -> list[list[SuggestedMark]]:
        """See Tagger. Time grows with the length of the text; what is held besides the text hardly does."""
        suggestions: list[list[SuggestedMark]] = [[] for _ in units]
        for seen in self._look(units):
            for label, strength in self.parts.card.thresholds.suggested(seen.probabilities):
                suggestions[seen.passage.unit].append(self._mark(seen, label, strength))
        return suggestions

    def left_out(self, units: Sequence[Unit], how_many: int, seed: int) -> list[LeftOut]:
        """See Tagger.

        First units are drawn, then of each a passage and one of its principles, so that no unit is drawn
        twice and each chance is the product of the two. It grows with the square root of the probability:
        that makes the estimate of what was missed least uncertain (Cochran 1977, 9A.4).
        """
        order = random.Random(seed)  # noqa: S311  # the same seed draws the same; it keeps no secret
        sizes: list[list[tuple[Passage, int, float]]] = [[] for _ in units]
        for seen in self._look(units):
            for label in self.parts.card.thresholds.left_unmarked(seen.probabilities):
                size = float(seen.probabilities[label]) ** 0.5
                sizes[seen.passage.unit].append((seen.passage, label, size))
        wholes = [sum(size for *_, size in own) for own in sizes]
        wanted: dict[Passage, tuple[int, float]] = {}
        for place, chance in draw(wholes, how_many, order):
            own = sizes[place]
            [(passage, label, size)] = order.choices(own, weights=[size for *_, size in own])
            wanted[passage] = (label, chance * size / wholes[place])
        return [
            LeftOut(seen.passage.unit, self._mark(seen, label, Strength.WEAK), chance)
            for seen in (self._look(units) if wanted else ())
            if seen.passage in wanted
            for label, chance in [wanted[seen.passage]]
        ]

    def probabilities(self, units: Sequence[Unit]) -> npt.NDArray[np.float64]:
        """Units by LABELS, for measuring: of each label the likeliest passage; 0 where nothing is judged."""
        found = np.zeros((len(units), len(LABELS)))
        for seen in self._look(units):
            np.maximum(found[seen.passage.unit], seen.probabilities, out=found[seen.passage.unit])
        return found

    def _look(self, units: Sequence[Unit]) -> Iterator[_Seen]:
        """Every passage that is judged, in order, with its neighbours as context."""
        before: deque[Unit] = deque(maxlen=CONTEXT_UNITS)
        here: Passage | None = None
        for after in chain(passages(units, self.parts.finder), [None]):
            if here is not None:
                words = here.of(units)
                if here.is_judged:
                    reading = self.parts.reader.read(words, tuple(before), after.of(units) if after else None)
                    judged = self.parts.encoder.judge(reading)
                    logits = self.correct(self.parts.logits(judged, words)[None], judged.features[None])[0]
                    yield _Seen(here, words, reading, judged, probabilities(logits))
                before.append(words)
            here = after

    def correct(
        self,
        logits: npt.NDArray[np.float64],
        features: npt.NDArray[np.float32],  # noqa: ARG002
    ) -> npt.NDArray[np.float64]:
        """What a light part makes of the logits (texts by labels); without one, nothing."""
        return logits

    def _mark(self, seen: _Seen, label: int, strength: Strength) -> SuggestedMark:
        principle, polarity = LABELS[label]
        text, offset = seen.words.text, seen.passage.start
        words = Words.of(text, seen.reading)
        start, end = carriers(text, words, seen.judged, label)
        return SuggestedMark(
            principle,
            polarity,
            round(float(seen.probabilities[label]), 4),
            start + offset,
            end + offset,
            strength,
            movers(text, words, self._brought(seen, words, label), offset),
            self.parts.book.nearest(seen.judged.features, label),
        )

    def _brought(self, seen: _Seen, words: Words, label: int) -> npt.NDArray[np.float64]:
        """What each word brought to the logit, by the encoder and by the phrases."""
        thresholds = self.parts.card.thresholds
        by_encoder = words.sums(seen.judged.moves[:, label])
        by_phrases = words.spread(self.parts.phrases.moves(seen.words, label))
        return np.asarray(thresholds.slopes[label] * by_encoder + thresholds.of_phrases[label] * by_phrases)
