"""Stops the work on a recording. The audio stays, and the work can be asked for again."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from fidelity.permissions import Deed
from fidelity.queue import JobKind
from fidelity.usecases import audit, guard
from fidelity.usecases.keep_windows import forget_windows
from fidelity.usecases.versions import has_words
from models import Attempt, Job, JobStatus, Outcome, Person, Recording, RecordingStatus, now

#: Once the words are there, what is left takes seconds.
CAN_BE_CANCELLED = (RecordingStatus.WAITING, RecordingStatus.TRANSCRIBING)
NO_NEW_VERSION = "The new version was cancelled. The words are as they were."


def cancel_recording(db: Session, *, by: Person, recording_id: UUID) -> Recording:
    """Stop transcribing. Nothing changes where there is nothing to stop any more.

    The worker notices at its next heartbeat that its attempt was ended, and writes nothing.
    """
    recording = guard.recording(db, by, cancelling(db, recording_id), recording_id)
    stop_work(db, recording)
    db.refresh(recording)
    if recording.status in CAN_BE_CANCELLED:
        if has_words(db, recording.id):
            recording.status, recording.failure = RecordingStatus.READY, NO_NEW_VERSION
        else:
            recording.status = RecordingStatus.CANCELLED
        audit.note(db, by, "cancelled recording", subject_id=recording.id, team_id=recording.case.team_id)
        db.commit()
    else:
        db.rollback()  # it was finished in the meantime: its work stays as it is
    return recording


def cancelling(db: Session, recording_id: UUID) -> Deed:
    """What cancelling is part of: whoever may ask for a new version may also cancel it."""
    return Deed.TRANSCRIBE_AGAIN if has_words(db, recording_id) else Deed.UPLOAD_RECORDING


def stop_work(db: Session, recording: Recording) -> None:
    """End the open jobs of transcribing a recording, and their attempts. Part of the caller's transaction."""
    moment = now()
    open_jobs = list(
        db.scalars(
            select(Job).where(
                Job.kind == JobKind.TRANSCRIBE.name,
                Job.subject_id == recording.id,
                Job.status.in_([JobStatus.WAITING, JobStatus.RUNNING]),
            )
        )
    )
    running = select(Attempt).where(
        Attempt.job_id.in_([job.id for job in open_jobs]), Attempt.outcome.is_(None)
    )
    # Locked, because a worker looks at its attempt before it writes: one of the two comes first.
    for attempt in db.scalars(running.with_for_update().execution_options(populate_existing=True)):
        attempt.outcome, attempt.ended_at = Outcome.CANCELLED, moment
    for job in open_jobs:
        db.refresh(job, with_for_update=True)
        if job.is_open:
            job.status, job.ended_at = JobStatus.CANCELLED, moment
    forget_windows(db, recording.id)
    db.flush()
