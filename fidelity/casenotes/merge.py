"""Brings two versions of the same note together, as a person chooses."""

from collections.abc import Mapping
from typing import Any, Literal

from fidelity.casenotes.form import Sections, text_key, tidy
from models.words import NoteSection

Choice = Literal["mine", "theirs", "both"]


def differing(mine: Sections, theirs: Sections) -> list[NoteSection]:
    """The sections that are not the same in both."""
    one, other = tidy(mine), tidy(theirs)
    return [section for section in NoteSection if _part(one, section) != _part(other, section)]


def merge(mine: Sections, theirs: Sections, choices: Mapping[NoteSection, str]) -> Sections:
    """Sections as chosen: mine, theirs, or theirs and then mine. Where nothing is chosen, both are kept."""
    one, other = tidy(mine), tidy(theirs)
    merged = dict(other)
    for section in differing(one, other):
        match choices.get(section, "both"):
            case "mine":
                merged |= _part(one, section)
            case "theirs":
                continue
            case _:
                merged |= _both(_part(other, section), _part(one, section))
    return tidy(merged)


def _part(sections: Sections, section: NoteSection) -> Sections:
    keys = {section.value, text_key(section)}
    return {key: sections[key] for key in keys}


def _both(first: Sections, second: Sections) -> dict[str, Any]:
    both: dict[str, Any] = {}
    for key, value in first.items():
        if isinstance(value, list):
            both[key] = value + [goal for goal in second[key] if goal not in value]
        else:
            texts = [text for text in (value, second[key]) if text]
            both[key] = texts[0] if len(set(texts)) == 1 else "\n\n".join(texts)
    return both
