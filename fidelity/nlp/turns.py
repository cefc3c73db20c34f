"""Reads turns given as JSON lines, one unit a line."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, get_args

from fidelity.nlp.types import Speaker, Unit

_SPEAKERS: tuple[Speaker, ...] = get_args(Speaker)


class UnreadableTurn(Exception):
    """A line is not a turn; the message says which line and what is wanted, never what the line says."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A unit with the id its file gave it (any JSON value), or the number of its line where it gave none."""

    id: Any
    unit: Unit


def read_turns(lines: Iterable[str]) -> Iterator[Turn]:
    """One turn a line with `id`, `speaker` and `text`; other fields and empty lines are left alone."""
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError):
            raise UnreadableTurn(f"line {number} is not JSON") from None
        if not isinstance(row, dict) or not isinstance(row.get("text"), str):
            raise UnreadableTurn(f"line {number} needs an id, a speaker and a text")
        speaker = next((known for known in _SPEAKERS if known == row.get("speaker")), None)
        if speaker is None:
            raise UnreadableTurn(f"line {number}: speaker must be one of {', '.join(_SPEAKERS)}")
        yield Turn(row.get("id", number), Unit(row["text"], speaker))
