"""The fixed words of the domain, spelt as they stand in the database."""

from enum import Enum


class Variant(Enum):
    """Which kind of MST a team delivers; sets ages, expected length and case-load."""

    MST = "MST"
    MST_CAN = "MST-CAN"
    MST_FIT = "MST-FIT"
    MST_PSB = "MST-PSB"
    MST_PSYCH = "MST-Psych"


class Principle(Enum):
    """The nine treatment principles, in the order in which MST numbers them."""

    FINDING_THE_FIT = "finding_the_fit"
    POSITIVE_AND_STRENGTH_FOCUSED = "positive_and_strength_focused"
    INCREASING_RESPONSIBILITY = "increasing_responsibility"
    PRESENT_FOCUSED = "present_focused"
    TARGETING_SEQUENCES = "targeting_sequences"
    DEVELOPMENTALLY_APPROPRIATE = "developmentally_appropriate"
    CONTINUOUS_EFFORT = "continuous_effort"
    EVALUATION_AND_ACCOUNTABILITY = "evaluation_and_accountability"
    GENERALISATION = "generalisation"

    @property
    def number(self) -> int:
        """1 to 9: also the key that marks it at the desk."""
        return list(Principle).index(self) + 1


class Polarity(Enum):
    """Whether words show a principle or the opposite of it."""

    ADHERENT = "+"
    COUNTER = "-"


class SpeakerRole(Enum):
    """Who speaks a turn. Only the therapist's words are tagged."""

    THERAPIST = "therapist"
    CAREGIVER = "caregiver"
    YOUTH = "youth"
    OTHER = "other"
    UNKNOWN = "unknown"


class NoteSection(Enum):
    """The parts of a weekly case note."""

    REFERRAL_AND_OVERARCHING_GOALS = "referral_and_overarching_goals"
    PREVIOUS_GOALS = "previous_goals"
    ADVANCES = "advances"
    BARRIERS = "barriers"
    FIT = "fit"
    NEW_GOALS = "new_goals"
    PLANNED_INTERVENTIONS = "planned_interventions"
    ENGAGEMENT = "engagement"
    QUESTIONS = "questions"


class Strength(Enum):
    """How sure the machine is of a suggestion, by the thresholds of the model that made it."""

    STRONG = "strong"
    USUAL = "usual"
    WEAK = "weak"


class Offer(Enum):
    """Which of the machine's suggestions a team wants to see."""

    FEWER = "fewer"
    USUAL = "usual"
    MORE = "more"

    @property
    def strengths(self) -> tuple[Strength, ...]:
        """What is shown: fewer and surer, or more."""
        return tuple(Strength)[: list(Offer).index(self) + 1]
