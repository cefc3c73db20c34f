"""Asks workers for work. The database is the truth; the queue only delivers, one id a job."""

from dataclasses import dataclass
from enum import Enum
from typing import Protocol
from uuid import UUID

from redis import Redis
from redis.exceptions import RedisError
from rq import Queue

MINUTE = 60
HOUR = 60 * MINUTE


@dataclass(frozen=True)
class JobSpec:
    """Where a job's function is, which queue carries it, and when it is stopped (seconds)."""

    path: str
    queue: str
    timeout: int


class JobKind(Enum):
    """Every job there is. A function is named by path, so that no view loads what a worker needs."""

    TRANSCRIBE = JobSpec("workers.transcribe.transcribe", queue="speech", timeout=24 * HOUR)
    TAG_TRANSCRIPT = JobSpec("workers.tag.tag_transcript", queue="text", timeout=HOUR)
    TAG_NOTE = JobSpec("workers.tag.tag_note", queue="text", timeout=HOUR)


QUEUES = ("speech", "text", "default")


class QueueAway(Exception):
    """The queue server did not answer."""


class JobQueue(Protocol):
    """What a use-case needs of a queue."""

    def enqueue(self, kind: JobKind, job_id: UUID) -> None:
        """Ask for the job; raise QueueAway if the server cannot be reached."""


class RedisQueue:
    """RQ on Redis or Valkey."""

    def __init__(self, url: str) -> None:
        self.connection = Redis.from_url(url, socket_connect_timeout=2, socket_timeout=5)

    def enqueue(self, kind: JobKind, job_id: UUID) -> None:
        """Ask for the job. What became of it stands in the table, so RQ keeps no result."""
        spec = kind.value
        try:
            Queue(spec.queue, connection=self.connection).enqueue_call(
                spec.path,
                args=(str(job_id),),
                timeout=spec.timeout,
                result_ttl=0,
                failure_ttl=HOUR,
                description=f"{kind.name} {job_id}",
            )
        except RedisError as error:
            raise QueueAway from error

    def depth(self, name: str) -> int:
        """How many jobs wait on a queue; raise QueueAway if the server cannot be reached."""
        try:
            return Queue(name, connection=self.connection).count
        except RedisError as error:
            raise QueueAway from error
