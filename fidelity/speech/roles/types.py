"""What the deciding of roles takes and gives. No library is imported, so that anybody may read this."""

from dataclasses import dataclass, field

#: The roles that can be told apart, in the order of every array here.
ROLES = ("therapist", "caregiver", "youth", "other")
#: What a turn is called where no role is likely enough.
UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Present:
    """Who was there, as the person who uploaded the recording said. Counts are believed, but may be wrong."""

    therapist: bool
    caregivers: int
    young_people: int
    others: int


@dataclass(frozen=True, slots=True)
class Turn:
    """A stretch of words by one voice, times in seconds."""

    text: str = field(repr=False)
    #: Which voice, as the diarization calls it; nothing where voices were not told apart.
    voice: str | None
    #: How sure it is that the voice is right, 0 to 1.
    voice_confidence: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class RoleGuess:
    """A role, or UNKNOWN, and how likely the likeliest role is, 0 to 1."""

    role: str
    probability: float
