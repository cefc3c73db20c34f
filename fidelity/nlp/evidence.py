"""The exact words that carry a suggestion, and the words that moved it: from tokens to words."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from fidelity.nlp.encoder import Judged
from fidelity.nlp.reading import Reading
from fidelity.nlp.types import Weight

Numbers = npt.NDArray[np.float32]

#: A word as far as a space: quotation marks and full stops belong to it.
_WORD = re.compile(r"\S+")
#: Around the words that carry something, not of them.
_EDGES = re.compile(r"^[\s,;:.!?)\]–—-]+|[\s,;:(\[–—-]+$")
#: Where a clause may end: raters mark clauses and sentences, hardly ever less.
_CLAUSE_ENDS = re.compile(r"[.!?;:,]\s+|\s[–—-]\s")
#: Chosen on documents that the network had not seen, so that the words meet the raters' best.
_CARRIES = 0.05
#: Of the words that moved a judgement: so many at most, and none that brought less than a twentieth.
_MOST_MOVERS = 5
_LEAST_SHARE = 0.05


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one text, and which of the encoder's tokens each is made of."""

    places: tuple[tuple[int, int], ...]
    tokens: tuple[tuple[int, ...], ...]

    @classmethod
    def of(cls, text: str, reading: Reading) -> "Words":
        """What the encoder did not read (a text is cut where it is too long) is not among them."""
        tokens_at: dict[int, list[int]] = {}
        places = [match.span() for match in _WORD.finditer(text)]
        word = 0
        for token, (start, _) in enumerate(reading.places):
            while word < len(places) and places[word][1] <= start:
                word += 1
            if word < len(places):
                tokens_at.setdefault(word, []).append(token)
        found = sorted(tokens_at)
        return cls(tuple(places[word] for word in found), tuple(tuple(tokens_at[word]) for word in found))

    def highest(self, of_tokens: Numbers) -> Numbers:
        """Each word's highest token."""
        return np.array([of_tokens[list(own)].max() for own in self.tokens], np.float32)

    def sums(self, of_tokens: Numbers) -> npt.NDArray[np.float64]:
        """Each word's tokens together."""
        return np.array([of_tokens[list(own)].sum() for own in self.tokens], np.float64)

    def spread(self, stretches: Sequence[tuple[int, int, float]]) -> npt.NDArray[np.float64]:
        """What is said of stretches of the text (from, to, how much), shared among the words in each."""
        found = np.zeros(len(self.places))
        starts = [start for start, _ in self.places]
        for start, end, value in stretches:
            first = max(0, bisect_right(starts, start) - 1)
            inside = [
                word
                for word in range(first, min(len(starts), bisect_left(starts, end)))
                if self.places[word][1] > start
            ]
            for word in inside:
                found[word] += value / len(inside)
        return found


def carriers(text: str, words: Words, judged: Judged, label: int) -> tuple[int, int]:
    """The stretch of the text that carries the label: where the tokens' chances lie highest above the bar.

    The stretch with the largest sum of (chance - bar), and the rest of its clauses; the whole text if nothing
    is read.
    """
    chances = words.highest(_chance(judged.carries[:, label]))
    if not len(chances):
        return 0, len(text)
    first, last = _largest_sum(chances - _CARRIES)
    start, end = words.places[first][0], words.places[last][1]
    ends = [0, *(match.end() for match in _CLAUSE_ENDS.finditer(text)), len(text)]
    start = max(place for place in ends if place <= start)
    end = min(place for place in ends if place >= end)
    return _trim(text, start, end)


def movers(text: str, words: Words, brought: npt.NDArray[np.float64], offset: int) -> tuple[Weight, ...]:
    """The words that ``brought`` most to the logit, the heaviest first, as shares of all that spoke for it.

    A word speaks for it with what it brought beyond the text's average word: what all bring alike says
    nothing of any.
    """
    brought = brought - brought.mean() if len(brought) > 1 else np.abs(brought)
    whole = brought[brought > 0].sum()
    heaviest = sorted(range(len(brought)), key=lambda word: (-brought[word], word))[:_MOST_MOVERS]
    return tuple(
        Weight(start + offset, end + offset, round(share, 3))
        for word in heaviest
        if brought[word] > 0 and (share := float(brought[word] / whole)) >= _LEAST_SHARE
        for start, end in [_trim(text, *words.places[word])]
    )


def _chance(logits: Numbers) -> Numbers:
    # The same as 1 / (1 + exp(-x)), but no x is too far out for it.
    return np.asarray(0.5 + 0.5 * np.tanh(logits / 2), dtype=np.float32)


def _largest_sum(values: Sequence[float] | Numbers) -> tuple[int, int]:
    """First and last place of the stretch with the largest sum (Bentley 1984, after Kadane)."""
    best, best_sum, start, total = (0, 0), -np.inf, 0, 0.0
    for place, value in enumerate(values):
        if total <= 0:
            start, total = place, 0.0
        total += float(value)
        if total > best_sum:
            best, best_sum = (start, place), total
    return best


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    words = text[start:end]
    cut = _EDGES.sub("", words)
    at = words.find(cut)
    return (start + at, start + at + len(cut)) if cut else (start, end)
