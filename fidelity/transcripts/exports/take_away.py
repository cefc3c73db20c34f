"""What is taken away of a transcript, before it is put in the shape of a file. Never with a name."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import Enum

from fidelity.transcripts.gaps import Gap, gaps_of
from fidelity.transcripts.shown_words import ShownWord
from fidelity.transcripts.turns import EffectiveTurn, KnownBy
from models import Recording, SpeakerRole, Transcript


class Suspect(Enum):
    """What becomes of words that were probably not said."""

    LEFT_OUT = "left_out"
    MARKED = "marked"


@dataclass(frozen=True, slots=True)
class Spoken:
    """One turn, as it stands after what people changed. Seconds."""

    start: float
    end: float
    text: str = field(repr=False)
    words: Sequence[ShownWord] = field(repr=False)
    role: SpeakerRole
    known_by: KnownBy
    #: How sure the machine is of the role, where it is the machine's.
    probability: float | None
    voice: str | None
    #: Why the words are probably not what was said.
    suspect: str | None
    is_corrected: bool


@dataclass(frozen=True)
class TranscriptToTakeAway:
    """Everything that a file may hold."""

    case_reference: str
    visited_on: date
    duration_seconds: float
    language: str
    coverage: float | None
    engine: str
    model: str
    version: int
    suspect: Suspect
    spoken: Sequence[Spoken] = field(repr=False)
    gaps: Sequence[Gap]
    #: How many turns are suspect, whether they are in the file or not.
    suspect_turns: int

    @property
    def rows(self) -> list[Spoken | Gap]:
        """Turns and gaps as they follow one another."""
        return sorted([*self.spoken, *self.gaps], key=lambda row: row.start)

    @property
    def guesses(self) -> int:
        """In how many turns only the machine says who speaks."""
        return sum(turn.known_by is KnownBy.MACHINE for turn in self.spoken)


def take_away(
    recording: Recording, transcript: Transcript, turns: Sequence[EffectiveTurn], suspect: Suspect
) -> TranscriptToTakeAway:
    """Put it together. Turns of which a person said that nothing was said are left out."""
    said = [turn for turn in turns if _writable(turn.text).strip()]
    return TranscriptToTakeAway(
        case_reference=recording.case.reference,
        visited_on=recording.visited_on,
        duration_seconds=recording.duration_seconds,
        language=transcript.language,
        coverage=transcript.coverage,
        engine=transcript.engine,
        model=transcript.model,
        version=transcript.version,
        suspect=suspect,
        spoken=[_spoken(turn) for turn in said if suspect is Suspect.MARKED or turn.suspect is None],
        gaps=gaps_of(transcript),
        suspect_turns=sum(turn.suspect is not None for turn in said),
    )


def _spoken(turn: EffectiveTurn) -> Spoken:
    words = [replace(word, text=letters) for word in turn.shown.words if (letters := _writable(word.text))]
    return Spoken(
        start=turn.start,
        end=turn.end,
        text=" ".join(word.text for word in words),
        words=words,
        role=turn.role,
        known_by=turn.known_by,
        probability=turn.probability,
        voice=turn.voice,
        suspect=turn.suspect,
        is_corrected=turn.shown.is_corrected,
    )


def _writable(text: str) -> str:
    """Without what somebody may have typed or pasted that captions and Word documents cannot hold."""
    return "".join(letter for letter in text if letter.isprintable())
