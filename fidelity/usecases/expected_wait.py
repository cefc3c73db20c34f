"""How long a recording should take, from what this service has measured. Without a measurement, nothing."""

from dataclasses import dataclass
from statistics import median

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from fidelity.queue import JobKind
from models import Attempt, Job, JobStatus, Outcome, Recording, RecordingStatus

#: The newest attempts that count: a new model or a faster machine shows after a few.
_LAST_ATTEMPTS = 10


@dataclass(frozen=True)
class Wait:
    """How many recordings are before it, and the seconds of work left in it once it has started."""

    before_it: int
    seconds: float | None


def expected_wait(db: Session, recording: Recording, job: Job | None) -> Wait | None:
    """Nothing for a recording that is not being worked on."""
    if job is None or not job.is_open or not recording.is_in_hand:
        return None
    speed = _seconds_of_work_per_second(db)
    left = (1 - job.progress) * recording.duration_seconds
    return Wait(_jobs_before(db, job), None if speed is None else left * speed)


def _jobs_before(db: Session, job: Job) -> int:
    """Jobs of the same kind that were asked for earlier and have not been started."""
    if job.status is not JobStatus.WAITING:
        return 0
    earlier = select(func.count()).where(
        Job.kind == job.kind, Job.status == JobStatus.WAITING, Job.created_at < job.created_at
    )
    return db.scalar(earlier) or 0


def _seconds_of_work_per_second(db: Session) -> float | None:
    done = db.execute(
        select(Attempt.started_at, Attempt.ended_at, Recording.duration_seconds)
        .join(Job, Attempt.job_id == Job.id)
        .join(Recording, Recording.id == Job.subject_id)
        .where(
            Job.kind == JobKind.TRANSCRIBE.name,
            Attempt.outcome == Outcome.DONE,
            Attempt.ended_at.is_not(None),
            Recording.duration_seconds > 0,
            Recording.status.in_([RecordingStatus.READY, RecordingStatus.TAGGING]),
        )
        .order_by(Attempt.ended_at.desc())
        .limit(_LAST_ATTEMPTS)
    )
    speeds = [(ended - started).total_seconds() / seconds for started, ended, seconds in done if ended]
    return median(speeds) if speeds else None
