"""What a person finds of one transcript: its turns as they stand, its voices, what can be undone."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from fidelity.permissions import Deed, may
from fidelity.transcripts.gaps import Gap, gaps_of, with_gaps
from fidelity.transcripts.silences import silences
from fidelity.transcripts.turns import EffectiveTurn, KnownBy, voice_roles
from fidelity.transcripts.voices import VoiceHeard, voices_heard
from fidelity.usecases import audit, guard
from fidelity.usecases.errors import NotFound
from fidelity.usecases.find_said import (
    SaidBefore,
    SaidHere,
    said_in_transcript,
    said_on_earlier_turns,
)
from fidelity.usecases.standing_turns import standing_turns
from fidelity.usecases.undo_change import rows_of
from fidelity.usecases.versions import newest_version
from models import (
    Person,
    Recording,
    RecordingStatus,
    Segment,
    SpeakerRole,
    Transcript,
    TranscriptChange,
    VoiceNaming,
)


@dataclass(frozen=True)
class TranscriptWords:
    """The words, and what this person may do to them."""

    recording: Recording
    transcript: Transcript
    turns: Sequence[EffectiveTurn] = field(repr=False)
    voices: Sequence[VoiceHeard]
    #: The newest step that is in force.
    undo: TranscriptChange | None
    #: What was undone last, if nothing was done since.
    redo: TranscriptChange | None
    can_name: bool
    can_correct: bool
    #: What published feedback says about these words, for the therapist who can reply to it.
    said: Sequence[SaidHere] = ()
    #: How much it says about words of earlier versions that are not in this one.
    said_elsewhere: int = 0

    def said_of(self, turn: EffectiveTurn) -> list[SaidHere]:
        """What of it begins in a turn; where a turn was split, the later part does not repeat it."""
        return [
            each
            for each in self.said
            if each.segment_id == turn.segment.id
            and turn.covers(each.starts, each.ends)
            and (each.starts >= turn.starts or turn.first_word == 0)
        ]

    @property
    def gaps(self) -> list[Gap]:
        """Where somebody speaks and no words were found."""
        return gaps_of(self.transcript)

    @property
    def silences(self) -> list[tuple[float, float]]:
        """Where nobody speaks, in seconds."""
        return silences(self.turns, self.gaps, self.recording.duration_seconds)

    @property
    def rows(self) -> list[EffectiveTurn | Gap]:
        """Turns and gaps as they follow one another."""
        return with_gaps(self.turns, self.gaps)

    @property
    def has_therapist(self) -> bool:
        """Whether there is a turn from which suggestions can be made."""
        return any(turn.role is SpeakerRole.THERAPIST for turn in self.turns)

    @property
    def guesses(self) -> int:
        """In how many turns only the machine says who speaks."""
        return sum(turn.known_by is KnownBy.MACHINE for turn in self.turns)

    @property
    def unknown(self) -> int:
        """In how many turns nobody knows who speaks."""
        return sum(turn.role is SpeakerRole.UNKNOWN for turn in self.turns)


def words_of_transcript(
    db: Session,
    by: Person,
    recording: Recording,
    transcript: Transcript,
    *,
    of_segments: Sequence[UUID] | None = None,
    is_newest: bool = True,
) -> TranscriptWords:
    """For who has been let through to the recording. ``of_segments``: the turns of these alone."""
    turns = standing_turns(db, [transcript.id], of_segments=of_segments)[transcript.id]
    namings = db.scalars(select(VoiceNaming).filter_by(transcript_id=transcript.id)).all()
    undo, redo = _steps(db, transcript)
    before = said_on_earlier_turns(db, by, recording.case, transcript) if is_newest else SaidBefore()
    return TranscriptWords(
        recording=recording,
        transcript=transcript,
        turns=turns,
        voices=voices_heard(turns, voice_roles(namings)),
        undo=undo,
        redo=redo,
        can_name=may(by, Deed.NAME_SPEAKERS, case=recording.case),
        can_correct=may(by, Deed.CORRECT_WORDS, case=recording.case),
        said=[*said_in_transcript(db, by, recording.case, transcript.id), *before.here],
        said_elsewhere=before.missing,
    )


def read_words(
    db: Session,
    *,
    by: Person,
    recording_id: UUID,
    to: Deed = Deed.HEAR_RECORDING,
    transcript_id: UUID | None = None,
    is_looked_at: bool = True,
) -> TranscriptWords:
    """All turns. ``transcript_id``: of that version, not of the newest. NotFound where there are no words."""
    recording = guard.recording(db, by, to, recording_id)
    transcript = db.get(Transcript, transcript_id) if transcript_id else newest_version(db, recording.id)
    if recording.status is RecordingStatus.WITHDRAWN or transcript is None:
        raise NotFound
    if transcript.recording_id != recording.id:
        raise NotFound
    if is_looked_at:
        audit.note_reading(db, by, "read transcript", subject_id=recording.id, team_id=recording.case.team_id)
    return words_of_transcript(db, by, recording, transcript, is_newest=transcript_id is None)


def read_turn(
    db: Session, *, by: Person, recording_id: UUID, segment_id: UUID, word: int, is_looked_at: bool = True
) -> tuple[TranscriptWords, EffectiveTurn]:
    """The turn that a word of a segment belongs to, for changing it."""
    recording = guard.recording(db, by, Deed.CORRECT_WORDS, recording_id)
    segment = db.get(Segment, segment_id)
    transcript = db.get(Transcript, segment.transcript_id) if segment else None
    if recording.status is RecordingStatus.WITHDRAWN or transcript is None:
        raise NotFound
    if transcript.recording_id != recording.id:
        raise NotFound
    words = words_of_transcript(db, by, recording, transcript, of_segments=[segment_id])
    turn = next((turn for turn in words.turns if turn.first_word <= word <= turn.last_word), None)
    if turn is None:
        raise NotFound
    if is_looked_at:
        audit.note_reading(db, by, "read transcript", subject_id=recording.id, team_id=recording.case.team_id)
    return words, turn


def read_touched(
    db: Session, *, by: Person, change: TranscriptChange
) -> tuple[TranscriptWords, list[EffectiveTurn]]:
    """After a step: the words, and those of their turns that the step is about."""
    transcript = db.get_one(Transcript, change.transcript_id)
    recording = guard.recording(db, by, Deed.HEAR_RECORDING, transcript.recording_id)
    words = words_of_transcript(db, by, recording, transcript)
    rows = rows_of(db, [change])[change.id]
    voices = {row.voice for row in rows if isinstance(row, VoiceNaming)}
    segments = {row.segment_id for row in rows if not isinstance(row, VoiceNaming)}
    touched = [turn for turn in words.turns if turn.segment.id in segments or turn.voice in voices]
    return words, touched


def _steps(db: Session, transcript: Transcript) -> tuple[TranscriptChange | None, TranscriptChange | None]:
    of_transcript = select(TranscriptChange).filter_by(transcript_id=transcript.id)
    in_force = of_transcript.where(TranscriptChange.undone_at.is_(None))
    undo = db.scalars(in_force.order_by(TranscriptChange.created_at.desc()).limit(1)).first()
    undone = of_transcript.where(TranscriptChange.undone_at.is_not(None))
    redo = db.scalars(undone.order_by(TranscriptChange.undone_at.desc()).limit(1)).first()
    if undo and redo and redo.undone_at and undo.created_at >= redo.undone_at:
        redo = None
    return undo, redo
