"""Asks workers for work. The database is the truth; the queue only delivers, one id a job."""

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum
from secrets import token_hex
from typing import Protocol
from uuid import UUID

from redis import Redis
from redis.exceptions import RedisError
from rq import Queue, Worker
from rq.worker import BaseWorker

MINUTE = 60
HOUR = 60 * MINUTE


@dataclass(frozen=True)
class JobSpec:
    """Where a job's function is, which queue carries it, and when it is stopped (seconds)."""

    path: str
    queue: str
    timeout: int
    #: Whether people take turns: what is delivered is then the right to take the job whose turn it is.
    in_turns: bool = False


class JobKind(Enum):
    """Every job there is. A function is named by path, so that no view loads what a worker needs."""

    TRANSCRIBE = JobSpec("workers.transcribe.transcribe", queue="speech", timeout=24 * HOUR, in_turns=True)
    TAG_TRANSCRIPT = JobSpec("workers.tag.tag_transcript", queue="text", timeout=HOUR)
    TAG_SEGMENT = JobSpec("workers.tag.tag_segment", queue="text", timeout=HOUR)
    TAG_NOTE = JobSpec("workers.tag.tag_note", queue="text", timeout=HOUR)
    #: The same, asked for many weeks at once: whatever is new goes first.
    TAG_TRANSCRIPT_AGAIN = JobSpec("workers.tag.tag_transcript", queue="default", timeout=HOUR)
    TAG_NOTE_AGAIN = JobSpec("workers.tag.tag_note", queue="default", timeout=HOUR)
    LEARN = JobSpec("workers.learn.learn", queue="text", timeout=HOUR)
    DIGEST = JobSpec("workers.digest.send", queue="default", timeout=10 * MINUTE)
    AGREEMENT = JobSpec("workers.agreement.measure", queue="default", timeout=HOUR)


QUEUES = ("speech", "text", "default")


class QueueAway(Exception):
    """The queue server did not answer."""


@dataclass(frozen=True)
class WorkerSeen:
    """A worker process as the queue server knows it; ``seen_at`` is its last heartbeat."""

    host: str
    pid: int
    queues: tuple[str, ...]
    state: str
    seen_at: datetime | None


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

        What became of it stands in the table, so RQ keeps no result. ``turn`` counts the tries. Each
        delivery has a name of its own: the end of one that brought another job cannot take it away.
        """
        spec, this_turn = kind.value, f"{job_id}-{turn}-"
        try:
            queue = Queue(spec.queue, connection=self.connection)
            if any(name.startswith(this_turn) for name in queue.get_job_ids()):
                return
            queue.enqueue_call(
                spec.path,
                args=(str(job_id),),
                timeout=spec.timeout,
                result_ttl=0,
                failure_ttl=HOUR,
                job_id=this_turn + token_hex(4),
                description=f"{kind.name} {job_id}",
            )
        except RedisError as error:
            raise QueueAway from error

    def workers(self) -> list[WorkerSeen]:
        """The workers that the server knows of; raise QueueAway if it cannot be reached."""
        try:
            known = Worker.all(connection=self.connection)
        except RedisError as error:
            raise QueueAway from error
        return [
            WorkerSeen(w.hostname or "", w.pid or 0, tuple(w.queue_names()), str(w.get_state()), _utc(w))
            for w in known
        ]

    def depth(self, name: str) -> int:
        """How many jobs wait on a queue; raise QueueAway if the server cannot be reached."""
        try:
            return Queue(name, connection=self.connection).count
        except RedisError as error:
            raise QueueAway from error


def _utc(worker: BaseWorker) -> datetime | None:
    beat: datetime | None = worker.last_heartbeat
    return beat.replace(tzinfo=UTC) if beat and beat.tzinfo is None else beat
