"""Asks once more for a recording to be transcribed."""

from uuid import UUID

from sqlalchemy.orm import Session

from fidelity.permissions import Deed
from fidelity.queue import JobKind, JobQueue
from fidelity.usecases import audit, guard, jobs
from models import Person, Recording, RecordingStatus

CAN_BE_TRIED_AGAIN = (RecordingStatus.FAILED, RecordingStatus.CANCELLED, RecordingStatus.NO_SPEECH)


def retry_recording(db: Session, queue: JobQueue, *, by: Person, recording_id: UUID) -> Recording:
    """Start afresh after a failure or a cancellation. Nothing changes where work is under way or done."""
    recording = guard.recording(db, by, Deed.UPLOAD_RECORDING, recording_id)
    db.refresh(recording, with_for_update={"of": Recording})
    if recording.status not in CAN_BE_TRIED_AGAIN:
        db.rollback()
        return recording
    recording.status, recording.failure = RecordingStatus.WAITING, None
    audit.note(db, by, "retried recording", subject_id=recording.id, team_id=recording.case.team_id)
    job = jobs.ask(db, JobKind.TRANSCRIBE, recording.id, by_id=by.id)
    db.commit()
    jobs.send(db, queue, job)
    return recording
