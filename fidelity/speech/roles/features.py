"""What the classifier sees of a turn: its words, pairs and pieces of them, and the edges of its neighbours.

A recogniser may write with or without punctuation and capitals, so neither is looked at, but for the
question mark. Features are hashed with CRC-32, which is the same on every machine and in every process.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from zlib import crc32

import numpy as np
import numpy.typing as npt

#: How many columns the features are hashed into. Two that share a column are taken for one.
COLUMNS = 1 << 15
#: A piece of a word has this many letters; the word's edges count as letters.
_PIECE = 4
#: Longer turns tell no more by their length.
_LENGTHS = (2, 4, 8, 15, 30)
#: How many words of the turn before and of the turn after are looked at.
_BEFORE, _AFTER = 7, 5

_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*|\?")


@dataclass(frozen=True)
class Rows:
    """Turns by columns, most of them empty: row r holds ``columns[starts[r]:starts[r + 1]]``."""

    columns: npt.NDArray[np.int64]
    starts: npt.NDArray[np.int64]
    #: What each entry weighs: every row has length 1.
    weights: npt.NDArray[np.float64]

    def times(self, table: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        """Multiply with a table of as many rows as there are columns."""
        entries = table[self.columns] * self.weights[:, None]
        return np.asarray(np.add.reduceat(entries, self.starts[:-1], axis=0))


def words_of(text: str) -> list[str]:
    """The words of a text in small letters, without punctuation, and ``?`` where a question ends."""
    return _WORD.findall(text.lower().replace("’", "'"))


def rows_of(texts: Sequence[str]) -> Rows:
    """The features of all turns of one recording, in order. There must be at least one."""
    words = [words_of(text) for text in texts]
    around = zip([None, *words[:-1]], words, [*words[1:], None], strict=True)
    found = [
        np.unique([crc32(name.encode()) % COLUMNS for name in _names(before, turn, after)])
        for before, turn, after in around
    ]
    return stacked(found)


def stacked(found: Sequence[npt.NDArray[np.int64]]) -> Rows:
    """Rows from the columns of each."""
    counts = np.array([len(columns) for columns in found], dtype=np.int64)
    return Rows(
        columns=np.concatenate(found),
        starts=np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(counts)]),
        weights=np.repeat(1.0 / np.sqrt(counts), counts),
    )


def _names(before: list[str] | None, turn: list[str], after: list[str] | None) -> Iterator[str]:
    spoken = [word for word in turn if word != "?"]
    yield f"length {sum(len(spoken) >= length for length in _LENGTHS)}"
    yield from (f"word {word}" for word in turn)
    yield from (f"pair {one} {two}" for one, two in pairwise(["<", *turn, ">"]))
    for word in spoken:
        edged = f"<{word}>"
        yield from (f"piece {edged[at : at + _PIECE]}" for at in range(max(1, len(edged) - _PIECE + 1)))
    yield from _edge("before", before[-_BEFORE:] if before is not None else ["<"])
    yield from _edge("after", after[:_AFTER] if after is not None else [">"])


def _edge(side: str, words: Sequence[str]) -> Iterator[str]:
    yield from (f"{side} {word}" for word in words)
    yield from (f"{side} {one} {two}" for one, two in pairwise(["|", *words, "|"]))
