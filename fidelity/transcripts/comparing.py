"""What differs between two versions of a transcript, passage by passage. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from fidelity.transcripts.matching import matcher
from fidelity.transcripts.placing import Spoken, Version

#: Compared in stretches of about this many seconds, cut at pauses: the work then grows with the length.
_STRETCH = 60.0
#: Words shown before and after those that differ.
_COMPANY = 5

Kind = Literal["same", "removed", "added"]


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words, and in which of the versions they are."""

    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class Passage:
    """Words that differ, with a few of their neighbours."""

    #: When it begins, in seconds.
    seconds: float
    pieces: Sequence[Piece]


def compare(old: Version, new: Version) -> list[Passage]:
    """Passages in which the words differ, in the order of time.

    Commas, capital letters and hyphens are no difference.
    """
    return [passage for before, after in _stretches(old, new) for passage in _passages(before, after)]


def _stretches(old: Version, new: Version) -> Iterator[tuple[list[Spoken], list[Spoken]]]:
    begin = float("-inf")
    for end in _cuts(old, new):
        yield (
            [old.words[i] for i in old.within(begin, end)],
            [new.words[i] for i in new.within(begin, end)],
        )
        begin = end


def _cuts(old: Version, new: Version) -> Iterator[float]:
    """Seconds at which both versions are silent, about a stretch apart; the last is the end of time."""
    spans = sorted((word.start, word.end) for version in (old, new) for word in version.words)
    last, reach = (spans[0][0] if spans else 0.0), float("-inf")
    for start, end in spans:
        if start > reach and start - last >= _STRETCH:
            # Halfway in the pause: a word whose times touch it belongs to one side in both versions.
            last = (reach + start) / 2
            yield last
        reach = max(reach, end)
    yield float("inf")


def _passages(before: Sequence[Spoken], after: Sequence[Spoken]) -> Iterator[Passage]:
    compared = matcher([word.plain for word in before], [word.plain for word in after])
    for group in compared.get_grouped_opcodes(_COMPANY):
        pieces: list[Piece] = []
        for tag, i, j, k, m in group:
            if tag == "equal" or _letters(before[i:j]) == _letters(after[k:m]):
                pieces.append(Piece("same", _text(after[k:m])))
                continue
            pieces += [Piece("removed", _text(before[i:j]))] if i < j else []
            pieces += [Piece("added", _text(after[k:m]))] if k < m else []
        if all(piece.kind == "same" for piece in pieces):
            continue  # "half five" and "half-five"
        _, i, _, k, _ = group[0]
        first = after[k] if k < len(after) else before[i]
        yield Passage(first.start, pieces)


def _letters(words: Sequence[Spoken]) -> str:
    return "".join(word.plain for word in words)


def _text(words: Sequence[Spoken]) -> str:
    return " ".join(word.text for word in words)
