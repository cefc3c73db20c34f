"""What happens by the clock: one list, run by RQ's own cron."""

import logging
import time

from redis.exceptions import RedisError
from rq.cron import CronScheduler
from rq.exceptions import StopRequested

from fidelity import log as logs
from workers import agreement, digest
from workers.learn import ask_when_due
from workers.sweep import sweep
from workers.tools import tools

_PAUSE_SECONDS = 3
_HOUR = 3600
_TEN_MINUTES = 600
log = logging.getLogger(__name__)


def main() -> None:
    """Put what is due on the queue until told to stop; wait for a queue server that is away."""
    logs.set_up(tools().settings.log_level)
    while True:
        scheduler = CronScheduler(tools().queue.connection)
        scheduler.register(
            sweep,
            "default",
            interval=tools().settings.sweep_seconds,
            result_ttl=0,
            failure_ttl=3600,
            job_timeout=300,
        )
        scheduler.register(
            ask_when_due, "default", interval=_HOUR, result_ttl=0, failure_ttl=_HOUR, job_timeout=300
        )
        scheduler.register(
            agreement.ask_when_due,
            "default",
            interval=_HOUR,
            result_ttl=0,
            failure_ttl=_HOUR,
            job_timeout=300,
        )
        scheduler.register(
            digest.ask_when_due,
            "default",
            interval=_TEN_MINUTES,
            result_ttl=0,
            failure_ttl=_HOUR,
            job_timeout=300,
        )
        try:
            scheduler.start()
        except RedisError:
            log.warning("the queue is away; trying again in %s seconds", _PAUSE_SECONDS)
        else:
            return
        try:
            time.sleep(_PAUSE_SECONDS)
        except StopRequested:
            return


if __name__ == "__main__":
    main()
