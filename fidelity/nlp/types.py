"""The language side's words for the rest of the application; imports nothing outside the standard library."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Literal, Protocol

Speaker = Literal["note", "therapist", "caregiver", "youth", "other", "unknown"]

#: Whose words may carry a suggestion; the family's words are context only.
TAGGED_SPEAKERS: frozenset[Speaker] = frozenset({"note", "therapist"})


class Principle(StrEnum):
    """The nine treatment principles, in their usual order."""

    FINDING_THE_FIT = "finding_the_fit"
    POSITIVE_AND_STRENGTH_FOCUSED = "positive_and_strength_focused"
    INCREASING_RESPONSIBILITY = "increasing_responsibility"
    PRESENT_FOCUSED = "present_focused"
    TARGETING_SEQUENCES = "targeting_sequences"
    DEVELOPMENTALLY_APPROPRIATE = "developmentally_appropriate"
    CONTINUOUS_EFFORT = "continuous_effort"
    EVALUATION_AND_ACCOUNTABILITY = "evaluation_and_accountability"
    GENERALISATION = "generalisation"


@dataclass(frozen=True, slots=True)
class PrincipleName:
    """How a page names a principle: its place from 1 to 9 (also its key on the review desk) and its title."""

    order: int
    title: str


#: Titles as MST-UK gives them (www.mstuk.org, "The nine principles").
PRINCIPLE_NAMES: Mapping[Principle, PrincipleName] = MappingProxyType(
    {
        Principle.FINDING_THE_FIT: PrincipleName(1, "Finding the fit"),
        Principle.POSITIVE_AND_STRENGTH_FOCUSED: PrincipleName(2, "Focusing on positives and strengths"),
        Principle.INCREASING_RESPONSIBILITY: PrincipleName(3, "Increasing responsibility"),
        Principle.PRESENT_FOCUSED: PrincipleName(4, "Present-focused, action-oriented and well-defined"),
        Principle.TARGETING_SEQUENCES: PrincipleName(5, "Targeting sequences"),
        Principle.DEVELOPMENTALLY_APPROPRIATE: PrincipleName(6, "Developmentally appropriate"),
        Principle.CONTINUOUS_EFFORT: PrincipleName(7, "Continuous effort"),
        Principle.EVALUATION_AND_ACCOUNTABILITY: PrincipleName(8, "Evaluation and accountability"),
        Principle.GENERALISATION: PrincipleName(9, "Generalisation"),
    }
)


class Polarity(StrEnum):
    """Whether the words follow the principle or show its opposite. Not observed is no mark at all."""

    ADHERENT = "+"
    COUNTER_ADHERENT = "-"


@dataclass(frozen=True, slots=True)
class Unit:
    """A turn of a transcript, or a note or part of one, with whose words they are."""

    text: str
    speaker: Speaker


@dataclass(frozen=True, slots=True)
class Sentence:
    """Where a sentence stands: character positions in the text it was found in, end not included."""

    start: int
    end: int


class Strength(StrEnum):
    """Above which of the model's three thresholds of a principle a suggestion lies."""

    STRONG = "strong"
    USUAL = "usual"
    WEAK = "weak"


@dataclass(frozen=True, slots=True)
class Weight:
    """How much of a judgement the characters from `start` to `end` of the unit carry: above 0, at most 1."""

    start: int
    end: int
    weight: float


@dataclass(frozen=True, slots=True)
class LikeExample:
    """An example of the codebook, of the same principle and polarity, and how like it a text is: 0 to 1."""

    text: str
    likeness: float


@dataclass(frozen=True, slots=True)
class SuggestedMark:
    """One suggestion: the words from `start` to `end` (characters of the unit's text) and what they may show.

    `probability` is between 0 and 1 and calibrated: of the marks at .6, about six in ten should be right.
    `moved_by` are the words that moved the judgement most, the heaviest first; `like` the nearest examples.
    """

    principle: Principle
    polarity: Polarity
    probability: float
    start: int
    end: int
    strength: Strength = Strength.USUAL
    moved_by: tuple[Weight, ...] = ()
    like: tuple[LikeExample, ...] = ()


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A mark below the usual threshold, drawn to be judged by a person: see `Tagger.left_out`.

    `unit` is its place among the units; `chance`, above 0 and at most 1, is how likely it was to be drawn.
    """

    unit: int
    mark: SuggestedMark
    chance: float


#: How many units to either side of one may bear on what is found in it: a tagger reads no further. Who has
#: one unit tagged anew hands in as many beside it, and those near it again, too.
CONTEXT_UNITS = 2


class Tagger(Protocol):
    """Text in, suggestions out."""

    @property
    def version(self) -> str:
        """Names model, codebook and calibration; a suggestion is kept with it."""

    def tag(self, units: Sequence[Unit]) -> list[list[SuggestedMark]]:
        """One list for each unit; empty where nothing is suggested or the speaker is not tagged.

        The units stand in the order of their document: the unit before one is read as its context.
        """

    def left_out(self, units: Sequence[Unit], how_many: int, seed: int) -> list[LeftOut]:
        """About `how_many` marks that `tag` did not make at the usual threshold, drawn by chance.

        What is likelier is drawn more often, and each says with which chance: what is missed can then be
        estimated from what people say of them. At most one of a unit. The same seed draws the same.
        """

    def sentences(self, text: str) -> list[Sentence]:
        """The sentences of a note or turn, in order, without the space around them."""
