"""Reads from a form which words a rater points at, and what they say of them."""

from collections.abc import Mapping
from enum import Enum
from typing import TypedDict, TypeVar

from werkzeug.exceptions import NotFound

from fidelity.usecases.anchor_words import Place
from fidelity.web.desk_answer import uuid_or_none
from models import NoteSection, Polarity, Principle

_E = TypeVar("_E", bound=Enum)


class WhatWordsShow(TypedDict):
    """What a mark says; nothing where it is still to be chosen."""

    principle: Principle | None
    polarity: Polarity | None


def place_from(fields: Mapping[str, str]) -> Place:
    """The turn or the section; anything else is an address that leads nowhere."""
    if turn_id := uuid_or_none(fields.get("turn")):
        word = fields.get("word", "")
        is_number = word.isascii() and word.isdigit() and len(word) < 9
        return Place(segment_id=turn_id, word=int(word) if is_number else None)
    try:
        return Place(section=NoteSection(fields.get("section", "")))
    except ValueError:
        raise NotFound from None


def near_from(fields: Mapping[str, str]) -> int:
    """About where in the text the words stand, in characters; 0 where nobody says."""
    text = fields.get("near", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0


def what_from(fields: Mapping[str, str]) -> WhatWordsShow:
    """The principle, and whether the words show it or go against it."""
    return {
        "principle": _member(Principle, fields.get("principle")),
        "polarity": _member(Polarity, fields.get("polarity")),
    }


def _member(kind: type[_E], text: str | None) -> _E | None:
    return next((member for member in kind if member.value == text), None)
