"""Lets a person hear a recording, and notes that they did."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from fidelity.permissions import Deed
from fidelity.usecases import audit, guard
from fidelity.usecases.errors import NotFound
from models import AuditEntry, Person, Recording, RecordingStatus, now

_PLAYED = "played recording"
#: A player asks for the file in many pieces. All of one sitting are one entry.
ONE_SITTING = timedelta(minutes=10)


def play_recording(db: Session, *, by: Person, recording_id: UUID) -> Recording:
    """A recording that can be heard. NotFound when it was withdrawn or has no copy to play yet."""
    recording = see_waveform(db, by=by, recording_id=recording_id)
    lately = select(
        exists().where(
            AuditEntry.person_id == by.id,
            AuditEntry.what == _PLAYED,
            AuditEntry.subject_id == recording.id,
            AuditEntry.at > now() - ONE_SITTING,
        )
    )
    if not db.scalar(lately):
        audit.note_reading(db, by, _PLAYED, subject_id=recording.id, team_id=recording.case.team_id)
    return recording


def see_waveform(db: Session, *, by: Person, recording_id: UUID) -> Recording:
    """The same for its picture, which tells nothing of what was said."""
    recording = guard.recording(db, by, Deed.HEAR_RECORDING, recording_id)
    if recording.status is RecordingStatus.WITHDRAWN or not recording.is_playable:
        raise NotFound
    return recording
