"""Work asked of a worker, and each attempt at it. The queue only carries the id."""

from __future__ import annotations

from datetime import datetime
from enum import Enum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, created_at, now, uuid_pk


class JobStatus(Enum):
    """Where a piece of work is."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Job(Base):
    """One piece of work on one thing: a recording, a transcript or a note's revision."""

    __tablename__ = "job"
    __table_args__ = (CheckConstraint("progress BETWEEN 0 AND 1", name="progress_is_a_part"),)

    id: Mapped[uuid_pk]
    created_at: Mapped[created_at]
    #: Name of a ``fidelity.queue.JobKind``.
    kind: Mapped[str]
    #: Key of what is worked on.
    subject_id: Mapped[UUID] = mapped_column(index=True)
    #: Who asked for it: people take turns. Nothing where no person did.
    by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"), index=True)
    #: What was chosen when it was asked for, so that a later try does the same; once it is done also which
    #: ``tagger`` has looked. Never content.
    parameters: Mapped[dict[str, Any]] = mapped_column(default=dict)
    status: Mapped[JobStatus] = mapped_column(default=JobStatus.WAITING, index=True)
    progress: Mapped[float] = mapped_column(default=0.0)
    #: Not to be tried before: a pause after trouble that may pass.
    not_before: Mapped[datetime] = mapped_column(default=now)
    #: When it was last put on the queue; nothing while that has not worked.
    asked_at: Mapped[datetime | None]
    #: Attempts since it was first asked for or a person asked again.
    tries: Mapped[int] = mapped_column(default=0)
    ended_at: Mapped[datetime | None]

    attempts: Mapped[list[Attempt]] = relationship(back_populates="job", order_by="Attempt.started_at")

    @property
    def is_open(self) -> bool:
        """Whether something is still to be done."""
        return self.status in (JobStatus.WAITING, JobStatus.RUNNING)


class Outcome(Enum):
    """How an attempt ended."""

    DONE = "done"
    TROUBLE = "trouble"
    FAILED = "failed"
    CANCELLED = "cancelled"
    STRANDED = "stranded"


class Attempt(Base):
    """One worker's go at a job. While it lives it moves its heartbeat on."""

    __tablename__ = "attempt"

    id: Mapped[uuid_pk]
    job_id: Mapped[UUID] = mapped_column(ForeignKey("job.id"), index=True)
    worker: Mapped[str]
    started_at: Mapped[datetime] = mapped_column(default=now)
    heartbeat_at: Mapped[datetime] = mapped_column(default=now, index=True)
    ended_at: Mapped[datetime | None]
    outcome: Mapped[Outcome | None]
    #: Class of the trouble, for the administrator; never its message, which may hold content.
    trouble: Mapped[str | None]

    job: Mapped[Job] = relationship(back_populates="attempts")
