"""Reads the written codebook: what each principle means, its anchors and its examples."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from fidelity.nlp.types import PRINCIPLE_NAMES, Polarity, Principle

_SECTIONS = {Polarity.ADHERENT: "adherent", Polarity.COUNTER_ADHERENT: "counter_adherent"}


@dataclass(frozen=True, slots=True)
class Example:
    """A written example; `style` is `note`, `hurried` (typed between visits) or `speech` (a therapist)."""

    polarity: Polarity
    style: str
    text: str


@dataclass(frozen=True, slots=True)
class PrincipleEntry:
    """One principle as a rater sees it; `anchors[0]` says what a rating of 1 looks like, and so on to 5."""

    principle: Principle
    title: str
    definition: str
    anchors: tuple[str, ...]
    examples: tuple[Example, ...]


@dataclass(frozen=True, slots=True)
class Codebook:
    """The nine principles in order, and sentences that show none of them.

    `signed_off_by` is empty until a consultant has read and accepted definitions and anchors.
    """

    version: str
    signed_off_by: str
    principles: tuple[PrincipleEntry, ...]
    unmarked: tuple[str, ...]


@cache
def load_codebook() -> Codebook:
    """The codebook that comes with the product."""
    document = tomllib.loads(files("fidelity.nlp").joinpath("codebook.toml").read_text("utf-8"))
    entries = sorted(
        map(_entry, document["principles"]), key=lambda entry: PRINCIPLE_NAMES[entry.principle].order
    )
    if [entry.principle for entry in entries] != list(Principle):
        raise ValueError("codebook.toml must hold each of the nine principles once")
    return Codebook(
        version=document["version"],
        signed_off_by=document["signed_off_by"],
        principles=tuple(entries),
        unmarked=tuple(document["unmarked"]),
    )


def _entry(section: dict[str, Any]) -> PrincipleEntry:
    return PrincipleEntry(
        principle=Principle(section["id"]),
        title=section["title"],
        definition=section["definition"],
        anchors=tuple(section["anchors"]),
        examples=tuple(
            Example(polarity, style, text)
            for polarity, name in _SECTIONS.items()
            for style, texts in section[name].items()
            for text in texts
        ),
    )
