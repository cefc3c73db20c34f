"""Runs a job's work as one attempt: claimed, with a heartbeat, and with an end whatever happens."""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from uuid import UUID

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from fidelity import log as logs
from fidelity.db import Database
from fidelity.usecases.give_up import give_up
from fidelity.usecases.work_on_job import beat, still_ours, stumble, take_turn
from models import Attempt, Outcome
from workers.identity import my_name
from workers.tools import Tools, tools

log = logging.getLogger(__name__)

BEAT_SECONDS = 5.0


class Over(Exception):
    """The attempt was ended from outside: cancelled, or given to another worker."""


class Heart:
    """Moves the attempt's heartbeat on from a thread of its own, and learns when it is over."""

    def __init__(self, database: Database, attempt_id: UUID) -> None:
        self._database = database
        self._attempt_id = attempt_id
        self._progress = 0.0
        self._is_over = False
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="heartbeat", daemon=True)

    def progress(self, part: float) -> None:
        """Say how far the work is, 0 to 1; raises Over when it should not go on."""
        self._progress = part
        if self._is_over:
            raise Over

    @contextmanager
    def beating(self) -> Iterator[None]:
        """Beat for as long as the block runs."""
        self._thread.start()
        try:
            yield
        finally:
            self._stop.set()
            self._thread.join()

    def _run(self) -> None:
        while not self._stop.wait(BEAT_SECONDS):
            try:
                with self._database.writing() as db:
                    self._is_over = not beat(db, attempt_id=self._attempt_id, progress=self._progress)
            except SQLAlchemyError as error:
                log.warning("a heartbeat was missed", exc_info=error)
            if self._is_over:
                return


Work = Callable[[Tools, Session, Attempt, Heart], None]


def attempt(job_id: str, work: Work) -> None:
    """Do the work if there is a job to be taken. Trouble that may pass is tried again later.

    ``job_id`` is what the queue delivered; where people take turns it may be another's.
    """
    logs.about.set(f"job {job_id}")
    at_hand = tools()
    with at_hand.database.writing() as db:
        taken = take_turn(db, job_id=UUID(job_id), worker=my_name())
        if taken is None:
            return
        logs.about.set(f"job {taken.job_id}")
        heart = Heart(at_hand.database, taken.id)
        try:
            with heart.beating():
                work(at_hand, db, taken, heart)
        except Over:
            db.rollback()
            log.info("the attempt was ended from outside")
        except Exception as error:
            db.rollback()
            log.warning("the attempt did not work", exc_info=error)
            _plan_next(at_hand.database, taken.id, type(error).__name__)


def _plan_next(database: Database, attempt_id: UUID, trouble: str) -> None:
    """With a fresh connection: the trouble may have been the old one."""
    with database.writing() as db:
        failed = db.get_one(Attempt, attempt_id)
        if still_ours(db, failed) and not stumble(failed, Outcome.TROUBLE, trouble):
            give_up(db, failed.job)
        db.commit()
