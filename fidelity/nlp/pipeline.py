"""The first tagger: sentences, likeness to the codebook's examples, and a calibrated probability.

Why it is made this way, and what is to replace it: docs/adr/0005-first-tagger.md.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from fidelity.nlp.codebook import Codebook, load_codebook
from fidelity.nlp.embeddings import SentenceEmbedder
from fidelity.nlp.scoring import LABELS, Calibration, ExampleSpace, load_calibration
from fidelity.nlp.sentences import MAX_CHARACTERS, SentenceFinder
from fidelity.nlp.types import TAGGED_SPEAKERS, LeftOut, Sentence, SuggestedMark, Tagger, Unit

_WORD = re.compile(r"\b\w*[^\W\d_]\w*\b")
#: Below this nothing can be said: "Okay.", "7/10".
_FEWEST_WORDS = 2
#: Words. Up to here a turn is marked whole: see docs/measurements/tagging.md, where the words lie.
_SHORT_TURN = 40
_BATCH = 1_024


@dataclass(frozen=True, slots=True)
class _Passage:
    """A stretch of a unit that is judged at once, and the sentences it is made of."""

    unit: int
    text: str
    sentences: tuple[Sentence, ...]

    @property
    def is_short(self) -> bool:
        return len(self.sentences) == 1 or len(self.text.split()) <= _SHORT_TURN


class ExampleTagger:
    """Suggests what the text is like among the codebook's examples. Slow to make: use `load_tagger`."""

    def __init__(
        self, finder: SentenceFinder, embedder: SentenceEmbedder, codebook: Codebook, calibration: Calibration
    ) -> None:
        self._finder, self._embedder, self._calibration = finder, embedder, calibration
        self._space = example_space(embedder, codebook)
        self.version = f"minilm-l6-int8/codebook-{codebook.version}/calibration-{calibration.version}"

    def sentences(self, text: str) -> list[Sentence]:
        """See Tagger."""
        return self._finder.find(text)

    def tag(self, units: Sequence[Unit]) -> list[list[SuggestedMark]]:
        """See Tagger. Time grows with the length of the text; what is held besides the text hardly does."""
        suggestions: list[list[SuggestedMark]] = [[] for _ in units]
        waiting: list[_Passage] = []
        for index, unit in enumerate(units):
            if unit.speaker not in TAGGED_SPEAKERS:
                continue
            for passage in self._passages(index, unit):
                waiting.append(passage)
                if len(waiting) == _BATCH:
                    self._judge(waiting, units, suggestions)
                    waiting = []
        self._judge(waiting, units, suggestions)
        return suggestions

    def left_out(self, units: Sequence[Unit], how_many: int, seed: int) -> list[LeftOut]:  # noqa: ARG002
        """See Tagger. This one draws nothing."""
        return []

    def _passages(self, index: int, unit: Unit) -> Iterator[_Passage]:
        """A note sentence by sentence, a turn whole (it measures better); what holds no words is left out."""
        sentences = self._finder.find(unit.text)
        groups = [[sentence] for sentence in sentences] if unit.speaker == "note" else _join(sentences)
        for group in groups:
            text = unit.text[group[0].start : group[-1].end]
            if len(_WORD.findall(text)) >= _FEWEST_WORDS:
                yield _Passage(index, text, tuple(group))

    def _judge(
        self, passages: Sequence[_Passage], units: Sequence[Unit], suggestions: list[list[SuggestedMark]]
    ) -> None:
        if not passages:
            return
        vectors = self._embedder.embed([passage.text for passage in passages])
        features = self._space.features(vectors, [len(passage.text.split()) for passage in passages])
        probabilities = self._calibration.probabilities(features)
        shown = self._calibration.shown(probabilities)
        for row, passage in enumerate(passages):
            labels = [int(label) for label in np.flatnonzero(shown[row])]
            if not labels:
                continue
            carriers = self._carriers(passage, labels, units[passage.unit].text)
            for label, (start, end) in zip(labels, carriers, strict=True):
                principle, polarity = LABELS[label]
                probability = round(float(probabilities[row, label]), 4)
                suggestions[passage.unit].append(SuggestedMark(principle, polarity, probability, start, end))

    def _carriers(self, passage: _Passage, labels: Sequence[int], text: str) -> list[tuple[int, int]]:
        """The words that carry a label: the passage, or in a long turn the sentence nearest to the label."""
        if passage.is_short:
            return [(passage.sentences[0].start, passage.sentences[-1].end)] * len(labels)
        vectors = self._embedder.embed(
            [text[sentence.start : sentence.end] for sentence in passage.sentences]
        )
        nearest = self._space.contrast(vectors)[:, list(labels)].argmax(axis=0)
        return [(passage.sentences[row].start, passage.sentences[row].end) for row in nearest]


def _join(sentences: Sequence[Sentence]) -> Iterator[list[Sentence]]:
    """Sentences of a turn in groups that the model can read at once; nearly always one group."""
    group: list[Sentence] = []
    for sentence in sentences:
        if group and sentence.end - group[0].start > MAX_CHARACTERS:
            yield group
            group = []
        group.append(sentence)
    if group:
        yield group


def example_space(embedder: SentenceEmbedder, codebook: Codebook) -> ExampleSpace:
    """The codebook's examples as the embedder sees them."""
    examples = [(entry.principle, example) for entry in codebook.principles for example in entry.examples]
    return ExampleSpace(
        labels=[LABELS.index((principle, example.polarity)) for principle, example in examples],
        examples=embedder.embed([example.text for _, example in examples]),
        unmarked=embedder.embed(codebook.unmarked),
    )


@cache
def load_tagger(models_dir: Path) -> Tagger:
    """The tagger from `models_dir` (`minilm/`, `en_core_web_sm/`), made once in a process.

    The files are loaded as they are: whoever calls has checked their hashes.
    """
    codebook = load_codebook()
    return ExampleTagger(
        SentenceFinder(models_dir / "en_core_web_sm"),
        SentenceEmbedder(models_dir / "minilm"),
        codebook,
        load_calibration(codebook),
    )
