"""RQ's worker without a fork for each job, so that a model is loaded once. See docs/adr/0003."""

import logging
import signal
import threading
from typing import Any

import psutil
from redis.exceptions import RedisError
from rq import Queue, SimpleWorker
from rq.executions import Execution
from rq.job import Job

log = logging.getLogger(__name__)

_BEAT_SECONDS = 15
#: How long RQ believes in a worker that no longer beats.
_BELIEF_SECONDS = 4 * _BEAT_SECONDS


class Worker(SimpleWorker):
    """Runs jobs in its own process, beats from a thread, and ends when it has grown too large.

    Whoever started it starts it again: fidelity run does, and so does any service manager.
    """

    def __init__(self, *args: Any, largest_bytes: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._largest_bytes = largest_bytes

    @property
    def was_told_to_end(self) -> bool:
        """Whether SIGTERM came, or this process grew too large, so that it must not begin again."""
        return self._shutdown_requested_date is not None

    def get_heartbeat_ttl(self, job: Job, working_time: float = 0.0) -> int:  # noqa: ARG002  # RQ's shape
        """SimpleWorker would believe in a dead worker for as long as the job may take."""
        return _BELIEF_SECONDS

    def execute_job(self, job: Job, queue: Queue) -> None:
        """Run the job here, with heartbeats beside it; then look at how large this process is."""
        over = threading.Event()
        execution = self.prepare_execution(job)
        beats = threading.Thread(target=self._beat, args=(job, execution, over), daemon=True)
        beats.start()
        try:
            self.perform_job(job, queue, execution)
        finally:
            over.set()
            beats.join()
        self.set_state("idle")
        self._end_if_too_large()

    def _beat(self, job: Job, execution: Execution, over: threading.Event) -> None:
        while not over.wait(_BEAT_SECONDS):
            try:
                self.maintain_heartbeats(job, execution)
            except RedisError:
                log.warning("the queue does not answer; the job goes on")

    def _end_if_too_large(self) -> None:
        size = psutil.Process().memory_info().rss
        if size > self._largest_bytes:
            log.info("this worker holds %s MiB and makes room for a new one", size // 2**20)
            self.request_stop(signal.SIGTERM, None)
