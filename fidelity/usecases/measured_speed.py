"""How fast this service has been transcribing, from its own attempts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median

from sqlalchemy import select
from sqlalchemy.orm import Session

from fidelity.queue import JobKind
from models import Attempt, Job, JobStatus, Outcome, Recording, monday_of

#: The newest recordings that count for a forecast: a new model or a faster machine shows after a few.
_NEWEST = 10


@dataclass(frozen=True)
class WeekOfWork:
    """``times_real_time``: the median of its ``recordings``. With 4 an hour of sound takes 15 minutes."""

    monday: date
    times_real_time: float
    recordings: int


def seconds_per_second(db: Session) -> float | None:
    """How long a second of sound should take, in seconds; nothing before anything was measured."""
    taken = [took / length for _, took, length in _measured(db, limit=_NEWEST)]
    return median(taken) if taken else None


def speed_by_week(db: Session, *, since: datetime) -> list[WeekOfWork]:
    """Week by week, the earliest first; weeks without a recording are left out."""
    speeds: dict[date, list[float]] = {}
    for ended, took, length in _measured(db, since=since):
        speeds.setdefault(monday_of(ended.date()), []).append(length / took)
    return [WeekOfWork(monday, median(found), len(found)) for monday, found in sorted(speeds.items())]


def _measured(
    db: Session, *, since: datetime | None = None, limit: int | None = None
) -> Sequence[tuple[datetime, float, float]]:
    """When each ended, how long it took and how long the sound is (seconds), the newest first.

    Only what was done in one go: a second attempt goes on where the first had to stop.
    """
    done = (
        select(Attempt.started_at, Attempt.ended_at, Recording.duration_seconds)
        .join(Job, Attempt.job_id == Job.id)
        .join(Recording, Recording.id == Job.subject_id)
        .where(
            Job.kind == JobKind.TRANSCRIBE.name,
            Job.status == JobStatus.DONE,
            Job.tries <= 1,
            Attempt.outcome == Outcome.DONE,
            Attempt.ended_at > Attempt.started_at,
            Recording.duration_seconds > 0,
        )
        .order_by(Attempt.ended_at.desc())
    )
    if since is not None:
        done = done.where(Attempt.ended_at >= since)
    if limit is not None:
        done = done.limit(limit)
    least = timedelta(milliseconds=1)
    return [
        (ended, max(ended - started, least).total_seconds(), length)
        for started, ended, length in db.execute(done)
        if ended
    ]
