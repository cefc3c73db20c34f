"""Asks again for work that had failed for good, once its trouble has been mended."""

from uuid import UUID

from sqlalchemy.orm import Session

from fidelity.permissions import Deed
from fidelity.queue import JobKind, JobQueue
from fidelity.usecases import audit, guard
from fidelity.usecases.cancel_recording import NO_NEW_VERSION
from fidelity.usecases.errors import NotAllowed, NotFound
from fidelity.usecases.jobs import send
from models import Job, JobStatus, Person, Recording, RecordingStatus, now


def retry_job(db: Session, queue: JobQueue, *, by: Person | None, job_id: UUID) -> Job:
    """For whoever looks after the system: they see that work failed, not what it was about."""
    guard.require(by, Deed.SEE_HEALTH)
    job = db.get(Job, job_id, with_for_update=True)
    if job is None:
        raise NotFound
    if job.status is not JobStatus.FAILED or not _may_go_on(db, job):
        raise NotAllowed
    job.status, job.tries, job.progress = JobStatus.WAITING, 0, 0.0
    job.not_before, job.asked_at, job.ended_at = now(), None, None
    audit.note(db, by, "retried job", subject_id=job.subject_id)
    db.commit()

    send(db, queue, job)
    return job


def _may_go_on(db: Session, job: Job) -> bool:
    """Put a recording back in line; one that was withdrawn or cancelled since is left as it is."""
    if JobKind[job.kind] is not JobKind.TRANSCRIBE:
        return True
    recording = db.get(Recording, job.subject_id, with_for_update={"of": Recording})
    if recording is None or not _has_failed(recording):
        return False
    recording.status, recording.failure = RecordingStatus.WAITING, None
    return True


def _has_failed(recording: Recording) -> bool:
    """Also where only a new version did not come: the words that were there can still be read."""
    is_old_version = recording.status is RecordingStatus.READY and recording.failure not in {
        None,
        NO_NEW_VERSION,
    }
    return recording.status is RecordingStatus.FAILED or is_old_version
