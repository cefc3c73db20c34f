"""Whether the system is well: disk, database, models, queue, workers and their work."""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, cast
from uuid import UUID

from sqlalchemy import Engine, func, select, text
from sqlalchemy.orm import Session, joinedload

from fidelity.migrate import is_current
from fidelity.permissions import Deed
from fidelity.queue import QUEUES, QueueAway, WorkerSeen
from fidelity.storage import AudioStore
from fidelity.usecases import guard
from fidelity.usecases.subjects import subjects
from fidelity.weights.catalogue import ALWAYS_NEEDED, CATALOGUE
from fidelity.weights.check import is_local_folder
from fidelity.weights.stamp import is_stamped
from models import Attempt, Job, JobStatus, Person

_SHOWN = 20


class WatchedQueue(Protocol):
    """A queue that can be looked at."""

    def depth(self, name: str) -> int:
        """How many jobs wait; raises QueueAway."""

    def workers(self) -> list[WorkerSeen]:
        """The workers that are known; raises QueueAway."""


@dataclass(frozen=True)
class DiskHealth:
    """Of the disk on which recordings lie. Low: an upload could be refused."""

    free_bytes: int
    total_bytes: int
    reserve_bytes: int

    @property
    def is_low(self) -> bool:
        """Less than twice what is always kept free."""
        return self.free_bytes < 2 * self.reserve_bytes


@dataclass(frozen=True)
class DatabaseHealth:
    """``kind`` as people call it; the size counts every table and index."""

    kind: str
    size_bytes: int
    is_current: bool


@dataclass(frozen=True)
class ModelHealth:
    """A model that the service needs. Here: its files look as they did when they were last hashed."""

    name: str
    is_here: bool


@dataclass(frozen=True)
class QueueHealth:
    """``depths``: how many jobs wait on each queue. Both are empty while the server is away."""

    is_reachable: bool
    depths: dict[str, int]
    workers: Sequence[WorkerSeen]


@dataclass(frozen=True)
class FailedJob:
    """Work that was given up, with the class of its last trouble."""

    job: Job
    subject: str
    trouble: str | None


@dataclass(frozen=True)
class Health:
    """All of it."""

    disk: DiskHealth
    database: DatabaseHealth
    models: Sequence[ModelHealth]
    queue: QueueHealth
    jobs: dict[JobStatus, int]
    attempts: Sequence[Attempt]
    failed: Sequence[FailedJob]


def read_health(
    db: Session,
    store: AudioStore,
    queue: WatchedQueue,
    *,
    by: Person | None,
    models_dir: Path,
    chosen_models: Sequence[str],
) -> Health:
    """Nothing here is content: attempts carry the class of their trouble, never its message."""
    guard.require(by, Deed.SEE_HEALTH)
    by_status = select(Job.status, func.count()).group_by(Job.status)
    counts = dict(db.execute(by_status).all())
    newest = select(Attempt).options(joinedload(Attempt.job)).order_by(Attempt.started_at.desc())
    return Health(
        disk=disk_health(store),
        database=database_health(db),
        models=model_health(models_dir, chosen_models),
        queue=queue_health(queue),
        jobs={status: counts.get(status, 0) for status in JobStatus},
        attempts=db.scalars(newest.limit(_SHOWN)).all(),
        failed=_failed(db),
    )


def disk_health(store: AudioStore) -> DiskHealth:
    """Of the nearest folder that exists, before the first recording comes."""
    there = next(p for p in (store.folder, *store.folder.parents) if p.exists())
    usage = shutil.disk_usage(there)
    return DiskHealth(usage.free, usage.total, store.reserve_bytes)


def database_health(db: Session) -> DatabaseHealth:
    """Raises SQLAlchemy's OperationalError where the database cannot be reached."""
    bind = cast("Engine", db.get_bind())  # never a bare connection: see fidelity.db
    engine = bind.execution_options(writes=False)  # a second look beside this session, which may be writing
    if engine.dialect.name == "sqlite":
        size = "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()"
        return DatabaseHealth("SQLite", db.scalar(text(size)) or 0, is_current(engine))
    size = "SELECT pg_database_size(current_database())"
    return DatabaseHealth("PostgreSQL", db.scalar(text(size)) or 0, is_current(engine))


def model_health(models_dir: Path, chosen: Sequence[str]) -> list[ModelHealth]:
    """Quick: file sizes and times are compared, nothing is hashed. Loading always hashes."""
    found = []
    for name in (*chosen, *ALWAYS_NEEDED):
        model = CATALOGUE.get(name)
        is_here = is_stamped(models_dir / name, model) if model else is_local_folder(name)
        found.append(ModelHealth(name, is_here))
    return found


def queue_health(queue: WatchedQueue) -> QueueHealth:
    """Asks the server, which may be away."""
    try:
        return QueueHealth(True, {name: queue.depth(name) for name in QUEUES}, queue.workers())
    except QueueAway:
        return QueueHealth(False, {}, [])


def _failed(db: Session) -> list[FailedJob]:
    newest = select(Job).filter_by(status=JobStatus.FAILED).order_by(Job.ended_at.desc()).limit(_SHOWN)
    jobs = db.scalars(newest).all()
    labels = subjects(db, {job.subject_id for job in jobs})
    troubles = _last_troubles(db, [job.id for job in jobs])
    return [FailedJob(job, labels.get(job.subject_id, ""), troubles.get(job.id)) for job in jobs]


def _last_troubles(db: Session, job_ids: Sequence[UUID]) -> dict[UUID, str | None]:
    tried = select(Attempt).where(Attempt.job_id.in_(job_ids)).order_by(Attempt.started_at)
    return {attempt.job_id: attempt.trouble for attempt in db.scalars(tried)}
