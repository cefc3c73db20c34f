"""What workers do now, what waits for them, what came of their attempts, and how fast it goes."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from fidelity.permissions import Deed
from fidelity.queue import JobKind, WorkerSeen
from fidelity.usecases import guard
from fidelity.usecases.measured_speed import WeekOfWork, speed_by_week
from models import Attempt, Job, JobStatus, Outcome, Person, Transcript, now

DAYS_OF_ATTEMPTS = 7
WEEKS_OF_SPEED = 12


@dataclass(frozen=True)
class WaitingWork:
    """How many jobs of a kind wait, and since when the oldest does."""

    kind: str
    jobs: int
    oldest: datetime | None


@dataclass(frozen=True)
class WorkerNow:
    """A worker and what it does, never on whose recording: ``kind`` is nothing while it waits for work."""

    host: str
    pid: int
    #: None for one that the queue server does not know (any more).
    queues: Sequence[str] | None
    state: str
    seen_at: datetime | None
    kind: str | None = None
    #: 0 to 1.
    progress: float = 0.0
    since: datetime | None = None


@dataclass(frozen=True)
class Outcomes:
    """How many attempts ended so; ``trouble`` is the class of what went wrong."""

    kind: str
    outcome: Outcome
    trouble: str | None
    attempts: int


@dataclass(frozen=True)
class LastHeard:
    """With what the newest transcript was made: what is in use, not what should be."""

    at: datetime
    engine: str
    model: str
    #: ``cpu`` or ``cuda``, and its number format; empty where the engine did not say.
    device: str
    precision: str


@dataclass(frozen=True)
class Work:
    """All of it."""

    waiting: Sequence[WaitingWork]
    workers: Sequence[WorkerNow]
    outcomes: Sequence[Outcomes]
    speed: Sequence[WeekOfWork]
    last_heard: LastHeard | None


def read_work(db: Session, *, by: Person | None, seen: Sequence[WorkerSeen]) -> Work:
    """``seen``: the workers that the queue server knows. Nothing here is content."""
    guard.require(by, Deed.SEE_HEALTH)
    moment = now()
    return Work(
        waiting=_waiting(db),
        workers=_workers(db, seen),
        outcomes=_outcomes(db, moment - timedelta(days=DAYS_OF_ATTEMPTS)),
        speed=speed_by_week(db, since=moment - timedelta(weeks=WEEKS_OF_SPEED)),
        last_heard=_last_heard(db),
    )


def _waiting(db: Session) -> list[WaitingWork]:
    counted = (
        select(Job.kind, func.count(), func.min(Job.created_at))
        .where(Job.status == JobStatus.WAITING)
        .group_by(Job.kind)
    )
    found = {kind: WaitingWork(kind, jobs, oldest) for kind, jobs, oldest in db.execute(counted)}
    return [found.get(kind.name) or WaitingWork(kind.name, 0, None) for kind in JobKind]


def _workers(db: Session, seen: Sequence[WorkerSeen]) -> list[WorkerNow]:
    under_way = (
        select(Attempt.worker, Attempt.started_at, Attempt.heartbeat_at, Job.kind, Job.progress)
        .join(Job, Job.id == Attempt.job_id)
        .where(Attempt.outcome.is_(None))
        .order_by(Attempt.started_at)
    )
    busy = {}
    for name, since, beat, kind, progress in db.execute(under_way):
        host, pid, _ = name.rsplit(":", 2)
        busy[host, int(pid)] = WorkerNow(host, int(pid), None, "busy", beat, kind, progress, since)
    known = [_now(worker, busy.pop((worker.host, worker.pid), None)) for worker in seen]
    return known + list(busy.values())


def _now(worker: WorkerSeen, at_work: WorkerNow | None) -> WorkerNow:
    if at_work is None:
        return WorkerNow(worker.host, worker.pid, worker.queues, worker.state, worker.seen_at)
    beats = [beat for beat in (worker.seen_at, at_work.seen_at) if beat]
    return replace(at_work, queues=worker.queues, seen_at=max(beats, default=None))


def _outcomes(db: Session, since: datetime) -> list[Outcomes]:
    counted = (
        select(Job.kind, Attempt.outcome, Attempt.trouble, func.count())
        .join(Job, Job.id == Attempt.job_id)
        .where(Attempt.ended_at >= since, Attempt.outcome.is_not(None))
        .group_by(Job.kind, Attempt.outcome, Attempt.trouble)
    )
    rows = [
        Outcomes(kind, outcome, trouble, attempts)
        for kind, outcome, trouble, attempts in db.execute(counted)
        if outcome
    ]
    return sorted(rows, key=lambda row: (row.kind, list(Outcome).index(row.outcome), -row.attempts))


def _last_heard(db: Session) -> LastHeard | None:
    newest = select(Transcript.created_at, Transcript.engine, Transcript.model, Transcript.settings)
    row = db.execute(newest.order_by(Transcript.created_at.desc()).limit(1)).first()
    if row is None:
        return None
    at, engine, model, how = row
    return LastHeard(at, engine, model, str(how.get("device", "")), str(how.get("compute_type", "")))
