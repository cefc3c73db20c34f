"""Lets a person take the words of a recording away, and notes that they did."""

from uuid import UUID

from sqlalchemy.orm import Session

from fidelity.permissions import Deed
from fidelity.transcripts.exports.take_away import Suspect, TranscriptToTakeAway, take_away
from fidelity.usecases import audit, guard
from fidelity.usecases.errors import NotFound
from fidelity.usecases.standing_turns import standing_turns
from fidelity.usecases.versions import newest_version
from models import Person, Recording, RecordingStatus


def take_transcript(db: Session, *, by: Person, recording_id: UUID, suspect: Suspect) -> TranscriptToTakeAway:
    """The newest version as it stands, with what people changed. NotFound where there is none."""
    recording = guard.recording(db, by, Deed.HEAR_RECORDING, recording_id)
    transcript = None if _is_closed(recording) else newest_version(db, recording.id)
    if transcript is None:
        raise NotFound
    turns = standing_turns(db, [transcript.id])[transcript.id]
    audit.note_reading(
        db, by, "downloaded transcript", subject_id=recording.id, team_id=recording.case.team_id
    )
    return take_away(recording, transcript, turns, suspect)


def _is_closed(recording: Recording) -> bool:
    return recording.status is RecordingStatus.WITHDRAWN
