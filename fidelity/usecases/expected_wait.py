"""How long a recording should take, from what this service has measured. Without a measurement, nothing."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from fidelity.queue import JobKind
from fidelity.usecases.fair_turns import in_turn
from fidelity.usecases.measured_speed import seconds_per_second
from models import Job, JobStatus, Recording, now


@dataclass(frozen=True)
class Wait:
    """Its place in the line, and the seconds until it should start and that it should take from then on.

    Both are nothing where they are not known. A place can grow: see ``fair_turns``.
    """

    before_it: int
    starts_in: float | None
    seconds: float | None
    #: It did not work, and is tried again then.
    again_at: datetime | None = None


def expected_wait(db: Session, recording: Recording, job: Job | None) -> Wait | None:
    """Nothing for a recording that is not being worked on."""
    if job is None or not job.is_open or not recording.is_in_hand:
        return None
    speed = seconds_per_second(db)
    if job.status is JobStatus.RUNNING:
        left = (1 - job.progress) * recording.duration_seconds
        return Wait(0, 0.0, None if speed is None else left * speed)
    line = [other.id for other in in_turn(db, JobKind.TRANSCRIBE)]
    before_it = line[: line.index(job.id)] if job.id in line else []
    lengths, running = _lengths(db)
    ahead = sum(running) + sum(lengths.get(key, 0.0) for key in before_it)
    return Wait(
        before_it=len(before_it),
        # As many recordings as are worked on now can be worked on at the same time.
        starts_in=None if speed is None else ahead * speed / max(len(running), 1),
        seconds=None if speed is None else recording.duration_seconds * speed,
        again_at=job.not_before if job.not_before > now() else None,
    )


def _lengths(db: Session) -> tuple[dict[UUID, float], list[float]]:
    """Seconds of sound in each waiting job, and what is left to do in those that are worked on."""
    rows = db.execute(
        select(Job.id, Job.status, Job.progress, Recording.duration_seconds)
        .join(Recording, Recording.id == Job.subject_id)
        .where(Job.kind == JobKind.TRANSCRIBE.name, Job.status.in_([JobStatus.WAITING, JobStatus.RUNNING]))
    ).all()
    waiting = {key: length for key, status, _, length in rows if status is JobStatus.WAITING}
    running = [(1 - part) * length for _, status, part, length in rows if status is JobStatus.RUNNING]
    return waiting, running
