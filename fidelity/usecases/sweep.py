"""Finds work that nobody is doing and asks again. Runs every minute and when a worker starts."""

import logging
from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from fidelity.queue import JobQueue
from fidelity.storage import AudioStore
from fidelity.usecases.clear_uploads import clear_uploads
from fidelity.usecases.give_up import give_up
from fidelity.usecases.jobs import send
from fidelity.usecases.work_on_job import stumble
from models import Attempt, Job, JobStatus, Outcome, Recording, RecordingStatus, now

log = logging.getLogger(__name__)

#: A job that was put on the queue this long ago and still waits is put there again, if it is gone.
ASK_AGAIN_AFTER = timedelta(seconds=60)
#: An upload that has not grown for this long has been given up.
ARRIVAL_IS_DEAD_AFTER_SECONDS = 24 * 60 * 60


def sweep(
    db: Session,
    store: AudioStore,
    queue: JobQueue,
    *,
    stranded_after_seconds: int,
    is_dead: Callable[[str], bool],
) -> None:
    """End attempts whose worker is gone, then put every job that is due on the queue.

    ``is_dead`` tells of a worker's name whether its process is known to be gone; a worker on
    another machine is judged by its heartbeat alone.
    """
    _end_stranded(db, timedelta(seconds=stranded_after_seconds), is_dead)
    for job in _due(db):
        send(db, queue, job)
    for key in db.scalars(select(Recording.audio_key).filter_by(status=RecordingStatus.WITHDRAWN)):
        store.delete(key)  # its process may have died between saying so and doing it
    count = store.clear_arrivals(older_than_seconds=ARRIVAL_IS_DEAD_AFTER_SECONDS)
    if count := count + clear_uploads(db, store):
        log.info("removed %s uploads that never finished", count)


def _end_stranded(db: Session, limit: timedelta, is_dead: Callable[[str], bool]) -> None:
    too_old = now() - limit
    for attempt in db.scalars(
        select(Attempt).where(Attempt.outcome.is_(None)).with_for_update(skip_locked=True)
    ):
        if attempt.heartbeat_at < too_old or is_dead(attempt.worker):
            log.warning("job %s was stranded by %s", attempt.job_id, attempt.worker)
            if stumble(attempt, Outcome.STRANDED, "WorkerDied"):
                attempt.job.not_before = now()  # the worker was the trouble, not the work: no pause
            else:
                give_up(db, attempt.job)
    db.commit()


def _due(db: Session) -> list[Job]:
    moment = now()
    return list(
        db.scalars(
            select(Job)
            .where(
                Job.status == JobStatus.WAITING,
                Job.not_before <= moment,
                or_(Job.asked_at.is_(None), Job.asked_at <= moment - ASK_AGAIN_AFTER),
            )
            .order_by(Job.created_at)
        )
    )
