"""Shows what changed between two texts, word by word."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

_LINE = re.compile(r"[^\n]*\n+|[^\n]+")
_WORD = re.compile(r"\s*\S+|\s+")
#: Comparing word by word takes time that grows with the product of the lengths; beyond this, lines will do.
_MOST_WORDS = 2_000

Kind = Literal["same", "removed", "added"]


@dataclass(frozen=True)
class Piece:
    """A stretch of words and what became of it."""

    kind: Kind
    text: str


def differences(old: str, new: str) -> list[Piece]:
    """Pieces in reading order: those not ``added`` make up the old text, those not ``removed`` the new."""
    return list(_joined(_by_line(old, new)))


def _by_line(old: str, new: str) -> Iterator[Piece]:
    """First line by line, then word by word inside the lines that changed: quick on long notes."""
    for before, after in _changes(_LINE.findall(old), _LINE.findall(new)):
        if before == after:
            yield Piece("same", before)
        else:
            yield from _by_word(before, after)


def _by_word(old: str, new: str) -> Iterator[Piece]:
    words_before, words_after = _WORD.findall(old), _WORD.findall(new)
    if max(len(words_before), len(words_after)) > _MOST_WORDS:
        yield from (Piece("removed", old), Piece("added", new))
        return
    for before, after in _changes(words_before, words_after):
        if before == after:
            yield Piece("same", before)
        else:
            yield from (Piece("removed", before), Piece("added", after))


def _changes(old: list[str], new: list[str]) -> Iterator[tuple[str, str]]:
    for _, i, j, k, m in SequenceMatcher(None, old, new).get_opcodes():
        yield "".join(old[i:j]), "".join(new[k:m])


def _joined(pieces: Iterator[Piece]) -> Iterator[Piece]:
    last: Piece | None = None
    for piece in pieces:
        if not piece.text:
            continue
        if last and last.kind == piece.kind:
            last = Piece(last.kind, last.text + piece.text)
            continue
        if last:
            yield last
        last = piece
    if last:
        yield last
