"""Takes a job, keeps its heartbeat going, and says how it ended. One attempt, one worker."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session, object_session

from fidelity.queue import JobKind
from fidelity.usecases.fair_turns import in_turn
from models import Attempt, Job, JobStatus, Outcome, SpeechWindow, now

#: Pauses after trouble that may pass, in seconds: a full disk, a database that is busy.
PAUSES = (15, 60, 5 * 60, 15 * 60)


def take_job(db: Session, *, job_id: UUID, worker: str) -> Attempt | None:
    """Claim a waiting job; None if it is not waiting any more, or not yet. Safe to be asked twice."""
    claimed = db.execute(
        update(Job)
        .where(Job.id == job_id, Job.status == JobStatus.WAITING, Job.not_before <= now())
        .values(status=JobStatus.RUNNING, tries=Job.tries + 1, progress=0.0)
        .returning(Job.id)
    ).all()
    if not claimed:
        db.rollback()
        return None
    attempt = Attempt(job_id=job_id, worker=worker)
    db.add(attempt)
    db.commit()
    return attempt


def take_turn(db: Session, *, job_id: UUID, worker: str) -> Attempt | None:
    """Claim what should be done next, when the queue has delivered a job; None if nothing is due.

    Where people take turns (``JobSpec.in_turns``) that is the job whose turn it is, which need not be the
    one that was delivered: that one waits for its turn, and for as many deliveries as there are jobs.
    """
    delivered = db.get(Job, job_id)
    if delivered is None or not JobKind[delivered.kind].value.in_turns:
        return take_job(db, job_id=job_id, worker=worker)
    kind = JobKind[delivered.kind]
    while due := [job for job in in_turn(db, kind) if job.not_before <= now()]:
        if attempt := take_job(db, job_id=due[0].id, worker=worker):
            return attempt  # otherwise another worker was faster, and it is the next one's turn
    db.rollback()
    return None


def beat(db: Session, *, attempt_id: UUID, progress: float) -> bool:
    """Move the heartbeat on; False once the attempt has been ended from outside."""
    moment = now()
    alive = db.execute(
        update(Attempt)
        .where(Attempt.id == attempt_id, Attempt.outcome.is_(None))
        .values(heartbeat_at=moment)
        .returning(Attempt.job_id)
    ).all()
    for (job_id,) in alive:
        db.execute(update(Job).where(Job.id == job_id).values(progress=min(max(progress, 0.0), 1.0)))
    db.commit()
    return bool(alive)


def still_ours(db: Session, attempt: Attempt) -> bool:
    """Whether results may be written: nobody cancelled the attempt or gave it to another worker."""
    db.refresh(attempt, with_for_update=True)
    return attempt.outcome is None


def finish(attempt: Attempt) -> None:
    """The work is done. Call it in the transaction that writes the result, before its commit."""
    _end(attempt, Outcome.DONE)
    attempt.job.status = JobStatus.DONE
    attempt.job.progress = 1.0
    attempt.job.ended_at = attempt.ended_at


def fail(attempt: Attempt, trouble: str) -> None:
    """It cannot be done, now or later. Call it in the transaction that says so to people."""
    _end(attempt, Outcome.FAILED, trouble)
    attempt.job.status = JobStatus.FAILED
    attempt.job.ended_at = attempt.ended_at


def stumble(attempt: Attempt, outcome: Outcome, trouble: str) -> bool:
    """It did not work this time. Plans the next try; False when there have been enough that led nowhere."""
    job = attempt.job
    tries = _tries_in_vain(job)
    if tries > len(PAUSES):
        fail(attempt, trouble)
        attempt.outcome = outcome
        return False
    _end(attempt, outcome, trouble)
    job.status = JobStatus.WAITING
    job.asked_at = None
    job.not_before = now() + timedelta(seconds=PAUSES[max(tries, 1) - 1])
    return True


def _tries_in_vain(job: Job) -> int:
    """Since a window of a recording was kept: a machine that is cut off again and again still gets there."""
    db = object_session(job)
    newest = select(func.max(SpeechWindow.created_at)).filter_by(job_id=job.id)
    kept_at = db.scalar(newest) if db else None
    if kept_at is None:
        return job.tries
    return min(job.tries, sum(attempt.started_at > kept_at for attempt in job.attempts))


def _end(attempt: Attempt, outcome: Outcome, trouble: str | None = None) -> None:
    attempt.outcome = outcome
    attempt.ended_at = now()
    attempt.trouble = trouble
