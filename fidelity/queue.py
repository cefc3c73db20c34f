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

    def enqueue(self, kind: JobKind, job_id: UUID, *, turn: int = 0) -> None:
        """Ask for the job; raise QueueAway if the server cannot be reached."""


class RedisQueue:
    """RQ on Redis or Valkey."""

    def __init__(self, url: str) -> None:
        self.connection = Redis.from_url(url, socket_connect_timeout=2, socket_timeout=5)

    def enqueue(self, kind: JobKind, job_id: UUID, *, turn: int = 0) -> None:
        """Ask for the job, unless this turn of it stands in the queue already.

        What became of it stands in the table, so RQ keeps no result. ``turn`` counts the tries:
        a late answer to an earlier turn cannot take the place of this one.
        """
        spec, rq_id = kind.value, f"{job_id}-{turn}"
        try:
            queue = Queue(spec.queue, connection=self.connection)
            if queue.get_job_position(rq_id) is not None:
                return
            queue.enqueue_call(
                spec.path,
                args=(str(job_id),),
                timeout=spec.timeout,
                result_ttl=0,
                failure_ttl=HOUR,
                job_id=rq_id,
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
