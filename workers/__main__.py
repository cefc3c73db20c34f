"""``python -m workers speech text``: one worker for the queues that are named."""

import logging
import sys
import time

from redis.exceptions import RedisError
from rq import Queue
from rq.exceptions import StopRequested

from fidelity import log as logs
from fidelity.queue import QUEUES
from workers.sweep import sweep
from workers.tools import tools
from workers.worker import Worker

log = logging.getLogger(__name__)

_PAUSE_SECONDS = 3


def main(names: list[str]) -> None:
    """Work until told to stop; wait for a queue server that is away."""
    if unknown := set(names) - set(QUEUES):
        sys.exit(f"There is no queue {min(unknown)}. There are: {', '.join(QUEUES)}.")
    settings = tools().settings
    logs.set_up(settings.log_level)
    connection = tools().queue.connection
    queues = [Queue(name, connection=connection) for name in names or QUEUES]
    while True:
        worker: Worker | None = None
        try:
            sweep()  # what a predecessor on this machine left behind need not wait for a minute
            worker = Worker(queues, connection=connection, largest_bytes=settings.worker_memory_bytes)
            worker.work(logging_level="WARNING")
        except RedisError:
            if worker and worker.was_told_to_end:
                return  # the queue server was told, too, and was faster
            log.warning("the queue is away; trying again in %s seconds", _PAUSE_SECONDS)
        else:
            return
        try:
            time.sleep(_PAUSE_SECONDS)
        except StopRequested:
            return  # the last worker's signal handler is still there


if __name__ == "__main__":
    main(sys.argv[1:])
