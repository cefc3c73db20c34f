"""Brings two versions of a review's words together, as a person chooses. Pure."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from fidelity.usecases.review_words import ReviewWords

FIELDS = ("strengths", "barriers", "next_steps", "actions")


def differing(mine: ReviewWords, theirs: ReviewWords) -> list[str]:
    """The fields that are not the same in both."""
    one, other = mine.tidy(), theirs.tidy()
    return [name for name in FIELDS if getattr(one, name) != getattr(other, name)]


def merge(mine: ReviewWords, theirs: ReviewWords, choices: Mapping[str, str]) -> ReviewWords:
    """Fields as chosen: ``mine``, ``theirs``, or theirs and then mine. Where nothing is chosen, both stay."""
    one, other = mine.tidy(), theirs.tidy()
    merged: dict[str, Any] = {}
    for name in differing(one, other):
        match choices.get(name):
            case "mine":
                merged[name] = getattr(one, name)
            case "theirs":
                continue
            case _:
                merged[name] = _both(getattr(other, name), getattr(one, name))
    return replace(other, **merged).tidy()


def _both(first: Any, second: Any) -> Any:
    if isinstance(first, tuple):
        return first + tuple(action for action in second if action not in first)
    return "\n\n".join(text for text in (first, second) if text)
