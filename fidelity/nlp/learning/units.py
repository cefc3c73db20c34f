"""Labelled units, as they stand in ``data/``: notes and sessions, and the words that carry labels."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Any, get_args

from fidelity.nlp.types import TAGGED_SPEAKERS, Polarity, Principle, Speaker

_SPEAKERS: tuple[Speaker, ...] = get_args(Speaker)


class WrongUnit(ValueError):
    """A line does not hold what a labelled unit needs; the message names file, line and what is wrong."""


@dataclass(frozen=True, slots=True)
class Label:
    """What a unit shows, and the exact words that carry it."""

    principle: Principle
    polarity: Polarity
    words: str


@dataclass(frozen=True, slots=True)
class LabelledUnit:
    """One sentence of a note or one turn of a session. Units of one document stand in its order."""

    document: str
    number: int
    speaker: Speaker
    text: str
    labels: tuple[Label, ...]

    @property
    def can_be_tagged(self) -> bool:
        """Whether it is a note's or a therapist's: the family's words are context only."""
        return self.speaker in TAGGED_SPEAKERS


def read_units() -> list[LabelledUnit]:
    """Every unit that comes with the product, file by file in the order of their names."""
    return [unit for _, units in read_files() for unit in units]


def read_files() -> Iterator[tuple[str, list[LabelledUnit]]]:
    """The files' names, in order, and what is in each."""
    folder = files("fidelity.nlp.learning").joinpath("data")
    for file in sorted(folder.iterdir(), key=lambda file: file.name):
        if file.name.endswith(".jsonl"):
            yield file.name, list(parse_units(file.read_text("utf-8").splitlines(), name=file.name))


def parse_units(lines: Sequence[str], *, name: str) -> Iterator[LabelledUnit]:
    """One JSON object a line: ``doc``, ``unit``, ``speaker``, ``text``, ``labels``. Raises WrongUnit."""
    for number, line in enumerate(lines, start=1):
        try:
            yield _unit(json.loads(line))
        except (KeyError, TypeError, ValueError) as error:
            raise WrongUnit(f"{name}, line {number}: {error}") from error


def _unit(row: dict[str, Any]) -> LabelledUnit:
    speaker = next((known for known in _SPEAKERS if known == row["speaker"]), None)
    if speaker is None:
        raise ValueError(f"nobody is called {row['speaker']}")
    text = str(row["text"])
    labels = tuple(Label(Principle(p), Polarity(sign), str(words)) for p, sign, words in row["labels"])
    unit = LabelledUnit(str(row["doc"]), int(row["unit"]), speaker, text, labels)
    _check(unit)
    return unit


def _check(unit: LabelledUnit) -> None:
    if not unit.text.strip():
        raise ValueError("the text is empty")
    for label in unit.labels:
        if not label.words or label.words not in unit.text:
            raise ValueError(f"the words of {label.principle} do not stand in the text")
    if unit.labels and not unit.can_be_tagged:
        raise ValueError("only notes and therapists carry labels")
    if len({label.principle for label in unit.labels}) < len(unit.labels):
        raise ValueError("a principle is labelled twice")
