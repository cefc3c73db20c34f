"""Whose job comes next where people take turns: forty recordings of one person do not hold up the rest.

First comes the person who was served longest ago, whoever was never served before all others, and of one
person's jobs the oldest. A person is served when a worker begins one of their jobs. Jobs that no person asked
for take turns as if they were one person's. See docs/adr/0014.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from fidelity.queue import JobKind
from models import Attempt, Job, JobStatus, now

_NEVER = datetime.min.replace(tzinfo=UTC)


def in_turn(db: Session, kind: JobKind) -> list[Job]:
    """All waiting jobs of a kind, in the order in which workers will take them if nothing is added.

    Those whose pause after trouble is not over stand at the end, by when it will be.
    """
    moment = now()
    waiting = db.scalars(
        select(Job)
        .filter_by(kind=kind.name, status=JobStatus.WAITING)
        .order_by(Job.created_at, Job.id)
        .execution_options(populate_existing=True)
    ).all()
    due = [job for job in waiting if job.not_before <= moment]
    paused = [job for job in waiting if job.not_before > moment]
    return _take_turns(due, _served(db, kind, due)) + sorted(paused, key=lambda job: job.not_before)


def _take_turns(jobs: Sequence[Job], served: dict[UUID | None, datetime]) -> list[Job]:
    """``jobs``, oldest first: one round after another, and in each round one job of each person."""
    rounds: Counter[UUID | None] = Counter()
    round_of = {}
    oldest: dict[UUID | None, int] = {}
    for number, job in enumerate(jobs):
        round_of[job.id] = rounds[job.by_id]
        rounds[job.by_id] += 1
        oldest.setdefault(job.by_id, number)
    return sorted(jobs, key=lambda job: (round_of[job.id], served.get(job.by_id, _NEVER), oldest[job.by_id]))


def _served(db: Session, kind: JobKind, jobs: Sequence[Job]) -> dict[UUID | None, datetime]:
    """When a worker last began something for each of the people whose jobs these are."""
    if not jobs:
        return {}
    last = (
        select(Job.by_id, func.max(Attempt.started_at))
        .join(Attempt, Attempt.job_id == Job.id)
        .where(Job.kind == kind.name)
        .group_by(Job.by_id)
    )
    return {person: moment for person, moment in db.execute(last) if moment is not None}
