"""What words and pairs of words alone say of a text: a linear judgement that stands beside the encoder's.

The encoder reads meaning and forgets which words it was said in; these remember. Together they are better
than either (docs/measurements/tagging.md).
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from fidelity.nlp.types import Speaker, Unit

Numbers = npt.NDArray[np.float32]

_WORD = re.compile(r"\w+")
#: As much of a text as the encoder may read, and more.
_MOST_CHARACTERS = 4_000


@dataclass(frozen=True, slots=True)
class Term:
    """A word, or two in a row, in small letters, and the characters it stands at."""

    text: str
    start: int
    end: int


def terms(text: str) -> Iterator[Term]:
    """The words of a text, each followed by the pair that it makes with the next."""
    words = [
        Term(match.group().lower(), match.start(), match.end())
        for match in _WORD.finditer(text[:_MOST_CHARACTERS])
    ]
    for place, word in enumerate(words):
        yield word
        if place + 1 < len(words):
            after = words[place + 1]
            yield Term(f"{word.text} {after.text}", word.start, after.end)


def whose(speaker: Speaker) -> str:
    """The term that says whose words they are: no word is spelt so."""
    return f"<{speaker}>"


def counted(unit: Unit) -> Counter[str]:
    """Every term of a unit, and how often it is there."""
    return Counter([whose(unit.speaker), *(term.text for term in terms(unit.text))])


@dataclass(frozen=True, slots=True, eq=False)
class Phrases:
    """``places`` of the known terms; ``rarity`` of each; ``weights``, terms by labels; ``constants``."""

    places: Mapping[str, int]
    rarity: Numbers
    weights: Numbers
    constants: Numbers

    def judge(self, unit: Unit) -> Numbers:
        """A logit of each label."""
        known, values = self._values(unit)
        return np.asarray(values @ self.weights[known] + self.constants, np.float32)

    def moves(self, unit: Unit, label: int) -> list[tuple[int, int, float]]:
        """From character to character, what each word and pair brought to the label's logit."""
        known, values = self._values(unit)
        brought = dict(zip(known, values * self.weights[known, label], strict=True))
        found = [term for term in terms(unit.text) if term.text in self.places]
        times = Counter(term.text for term in found)
        return [
            (term.start, term.end, float(brought[self.places[term.text]]) / times[term.text])
            for term in found
        ]

    def _values(self, unit: Unit) -> tuple[list[int], Numbers]:
        """Known terms and their weight in the text: 1 + log of the count, times rarity, all of length 1."""
        counts = {self.places[term]: n for term, n in counted(unit).items() if term in self.places}
        known = sorted(counts)
        values = (1 + np.log(np.array([counts[place] for place in known], np.float32))) * self.rarity[known]
        length = float(np.sqrt((values**2).sum()))
        return known, np.asarray(values / length if length else values, np.float32)


def read_phrases(file: Path) -> Phrases:
    """As ``write_phrases`` wrote it."""
    with np.load(file, allow_pickle=False) as stored:
        known = bytes(stored["terms"]).decode("utf-8").split("\n")
        return Phrases(
            {term: place for place, term in enumerate(known)},
            stored["rarity"].astype(np.float32),
            stored["weights"].astype(np.float32),
            stored["constants"].astype(np.float32),
        )


def write_phrases(phrases: Phrases, file: Path) -> None:
    """Half precision: a third decimal of a weight decides nothing."""
    known = "\n".join(sorted(phrases.places, key=lambda term: phrases.places[term]))
    np.savez_compressed(
        file,
        terms=np.frombuffer(known.encode("utf-8"), np.uint8),
        rarity=phrases.rarity.astype(np.float16),
        weights=phrases.weights.astype(np.float16),
        constants=phrases.constants.astype(np.float32),
    )
