"""Keeps what is heard of a recording, window by window, until its transcript is there."""

from uuid import UUID

from sqlalchemy import Select, delete, select, update
from sqlalchemy.orm import Session

from fidelity.speech.types import HeardWindow
from models import Job, SpeechWindow, Transcript


def find_windows(db: Session, job: Job) -> list[HeardWindow]:
    """What earlier attempts at the job have heard, in order."""
    kept = select(SpeechWindow).filter_by(job_id=job.id).order_by(SpeechWindow.position)
    return [HeardWindow.from_json(row.heard) for row in db.scalars(kept) if row.heard]


def keep_window(db: Session, job: Job, window: HeardWindow) -> None:
    """Part of the caller's transaction; takes the place of one that was heard there before."""
    db.execute(delete(SpeechWindow).filter_by(job_id=job.id, position=window.position))
    db.add(
        SpeechWindow(
            job_id=job.id,
            position=window.position,
            starts_seconds=window.start,
            ends_seconds=window.end,
            language=window.language,
            how=window.how,
            voiced_seconds=window.voiced_seconds,
            coverage=window.coverage,
            heard=window.as_json(),
        )
    )


def empty_windows(db: Session, job: Job, transcript: Transcript) -> None:
    """The words are in the transcript now; what was measured stays, and says which transcript it is of.

    Windows of earlier jobs that came to nothing go: nobody will go on from them.
    """
    db.execute(update(SpeechWindow).filter_by(job_id=job.id).values(heard={}, transcript_id=transcript.id))
    of_recording = select(Job.id).filter_by(subject_id=job.subject_id)
    _forget(db, of_recording.where(Job.id != job.id))


def forget_windows(db: Session, recording_id: UUID) -> None:
    """Words that are in no transcript go: the work they were kept for will not go on."""
    _forget(db, select(Job.id).filter_by(subject_id=recording_id))


def _forget(db: Session, jobs: Select[UUID]) -> None:
    db.execute(
        delete(SpeechWindow)
        .where(SpeechWindow.job_id.in_(jobs), SpeechWindow.transcript_id.is_(None))
        .execution_options(synchronize_session=False)
    )
