"""How the encoder reads a unit: who speaks, the words, and a little of what stands before and after."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from tokenizers import Tokenizer

from fidelity.nlp.types import Speaker, Unit

#: Tokens of the unit itself; more is cut. The longest labelled unit has fewer.
MOST_OWN = 192
#: Tokens of context: the nearest before and after. Raters read at most a unit to either side; before it a
#: second one is read, too, because a short question often follows a short answer.
MOST_BEFORE, MOST_AFTER = 32, 12
#: More ordinary words than MOST_OWN tokens can hold: keeps the tokenizer from reading a megabyte for them.
_MOST_CHARACTERS = 4_000
_START, _END = 101, 102
_NAMES: dict[Speaker, str] = {
    "note": "note",
    "therapist": "therapist",
    "caregiver": "parent",
    "youth": "child",
    "other": "other",
    "unknown": "someone",
}


@dataclass(frozen=True, slots=True)
class Reading:
    """Tokens in order: the unit's own from ``first`` to ``last`` (not included), then its context.

    ``places`` are the characters of the unit's text that each own token stands for.
    """

    ids: tuple[int, ...]
    first: int
    last: int
    places: tuple[tuple[int, int], ...]

    @property
    def types(self) -> list[int]:
        """0 for what is judged, 1 for its context."""
        own = self.last + 1
        return [0] * own + [1] * (len(self.ids) - own)


class Reader:
    """Makes readings. One for a process: it remembers the neighbours that it has seen last."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        self._tokenizer = tokenizer
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()
        self._context = lru_cache(maxsize=64)(self._ids_of)

    def read(self, unit: Unit, before: Sequence[Unit] = (), after: Unit | None = None) -> Reading:
        """``before``: the nearest last; only as much of it as fits is read."""
        prefix = f"{_NAMES[unit.speaker]}: "
        own: Any = self._encode(prefix + unit.text)
        skipped = sum(end <= len(prefix) for _, end in own.offsets)
        ids, offsets = own.ids[: skipped + MOST_OWN], own.offsets[skipped : skipped + MOST_OWN]
        earlier = [token for each in before for token in self._context(each)][-MOST_BEFORE:]
        later = list(self._context(after))[:MOST_AFTER] if after else []
        context = [*earlier, _END, *later, _END] if earlier or later else []
        return Reading(
            ids=(_START, *ids, _END, *context),
            first=1 + skipped,
            last=1 + len(ids),
            places=tuple((start - len(prefix), end - len(prefix)) for start, end in offsets),
        )

    def _ids_of(self, unit: Unit) -> tuple[int, ...]:
        ids: Any = self._encode(f"{_NAMES[unit.speaker]}: {unit.text}").ids
        # The two ends are all that is ever read.
        return (
            tuple(ids) if len(ids) <= MOST_BEFORE + MOST_AFTER else (*ids[:MOST_AFTER], *ids[-MOST_BEFORE:])
        )

    def _encode(self, text: str) -> Any:
        # Half of a surrogate pair cannot be encoded; a question mark says as much, in as many characters.
        readable = text[:_MOST_CHARACTERS].encode("utf-8", "replace").decode("utf-8")
        return self._tokenizer.encode(readable, add_special_tokens=False)
