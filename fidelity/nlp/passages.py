"""Cuts units into what is judged at once: a note sentence by sentence, a turn whole."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from fidelity.nlp.sentences import MAX_CHARACTERS, SentenceFinder
from fidelity.nlp.types import TAGGED_SPEAKERS, Sentence, Unit

_WORD = re.compile(r"\b\w*[^\W\d_]\w*\b")
#: Below this nothing can be said: "Okay.", "7/10".
_FEWEST_WORDS = 2
#: Of what only stands beside a judged text: more of it is never read.
_MOST_CONTEXT = 400


@dataclass(frozen=True, slots=True)
class Passage:
    """Characters ``start`` to ``end`` of the unit with this number; ``is_judged``, or context only."""

    unit: int
    start: int
    end: int
    is_judged: bool

    def of(self, units: Sequence[Unit]) -> Unit:
        """Its words, and whose they are."""
        unit = units[self.unit]
        return Unit(unit.text[self.start : self.end], unit.speaker)


def passages(units: Sequence[Unit], finder: SentenceFinder) -> Iterator[Passage]:
    """In order. Of the family's units only the two ends that a neighbour may read."""
    for number, unit in enumerate(units):
        if unit.speaker not in TAGGED_SPEAKERS:
            yield from _ends(number, unit)
            continue
        sentences = finder.find(unit.text)
        groups = [[sentence] for sentence in sentences] if unit.speaker == "note" else _join(sentences)
        for group in groups:
            start, end = group[0].start, group[-1].end
            yield Passage(number, start, end, _says_something(unit.text, start, end))


def _says_something(text: str, start: int, end: int) -> bool:
    return len(_WORD.findall(text, start, end)) >= _FEWEST_WORDS


def _ends(number: int, unit: Unit) -> Iterator[Passage]:
    length = len(unit.text)
    if length <= 2 * _MOST_CONTEXT:
        if unit.text.strip():
            yield Passage(number, 0, length, is_judged=False)
        return
    yield Passage(number, 0, _MOST_CONTEXT, is_judged=False)
    yield Passage(number, length - _MOST_CONTEXT, length, is_judged=False)


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
