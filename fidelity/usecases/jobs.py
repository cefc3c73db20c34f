"""Asks for work: the row first, in the transaction of the deed; the queue only after the commit."""

import logging
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from fidelity.queue import JobKind, JobQueue, QueueAway
from models import Job, JobStatus, now

log = logging.getLogger(__name__)


def ask(
    db: Session,
    kind: JobKind,
    subject_id: UUID,
    *,
    by_id: UUID | None = None,
    parameters: dict[str, Any] | None = None,
) -> Job:
    """Add a job to the transaction; the one that is still open for the same thing will do.

    ``by_id``: for whom, where people take turns. ``parameters``: what was chosen, never content.
    """
    same = select(Job).filter_by(kind=kind.name, subject_id=subject_id, status=JobStatus.WAITING)
    if open_job := db.scalars(same).first():
        return open_job
    job = Job(kind=kind.name, subject_id=subject_id, by_id=by_id, parameters=parameters or {})
    db.add(job)
    db.flush()
    return job


def send(db: Session, queue: JobQueue, job: Job) -> None:
    """Put a committed job on the queue. If the server is away nothing is lost: the sweep sends it later."""
    try:
        queue.enqueue(JobKind[job.kind], job.id, turn=job.tries)
    except QueueAway:
        log.warning("the queue is away; job %s waits for the sweep", job.id)
        return
    job.asked_at = now()
    db.commit()


def latest(db: Session, kind: JobKind, subject_id: UUID) -> Job | None:
    """The newest job of a kind for a thing, for showing how far it is."""
    newest = select(Job).filter_by(kind=kind.name, subject_id=subject_id).order_by(Job.created_at.desc())
    return db.scalars(newest.limit(1)).first()
