"""A machine as people run it: real queue server, real workers, real timetable, real recogniser."""

import os
import shutil
import signal
import tempfile
import time
from dataclasses import fields, replace
from pathlib import Path

import pytest
from redis import Redis
from redis.exceptions import RedisError

from fidelity.queue import RedisQueue
from fidelity.running import parts
from fidelity.running.supervisor import Supervisor
from fidelity.settings import PREFIX
from models import Attempt, Outcome, Recording, RecordingStatus
from tests.conftest import MODELS, ROOT

#: Long enough for a busy machine of two cores; nothing is measured by it.
PATIENCE_SECONDS = 240
SPEECH = ROOT / "tests" / "audio" / "visit-15s.m4a"
LONG_SPEECH = ROOT / "fidelity" / "demonstration" / "data" / "s01.m4a"


class Machine:
    """What a test needs to start, break and watch the parts of one machine."""

    def __init__(self, settings, database):
        self.settings = settings
        self.database = database
        self.queue = RedisQueue(settings.queue_url)
        self._supervisor = Supervisor()
        self._queue_server = Supervisor()

    def start_queue_server(self):
        self._queue_server.start(parts.queue_server(self.settings))
        self.wait_until(self._queue_answers)

    def kill_queue_server(self):
        (pid,) = self._queue_server.pids().values()
        os.kill(pid, signal.SIGKILL)
        self._queue_server.stop()

    def start_workers(self, *groups):
        for queues in groups or (("speech",), ("text", "default")):
            self._supervisor.start(parts.worker(*queues))
        self._supervisor.start(parts.timetable())

    def worker_pid(self, queues):
        return self._supervisor.pids()[f"worker for {queues}"]

    def kill_worker(self, queues):
        """As the kernel does when memory is short."""
        os.kill(self.worker_pid(queues), signal.SIGKILL)

    def look_after(self):
        """What ``fidelity run`` does all the time: start again what has ended."""
        self._supervisor.look()

    def wait_until(self, is_so):
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not is_so():
            assert time.monotonic() < deadline, "it never came to pass"
            self.look_after()
            time.sleep(0.1)

    def wait_for_recording(self, recording_id, *statuses):
        wanted = statuses or (RecordingStatus.READY,)
        self.wait_until(lambda: self.see(Recording, recording_id).status in wanted)
        return self.see(Recording, recording_id)

    def see(self, table, key):
        with self.database.reading() as db:
            return db.get(table, key)

    def attempts(self):
        with self.database.reading() as db:
            return db.query(Attempt).order_by(Attempt.started_at).all()

    def is_being_worked_on(self):
        return any(attempt.outcome is None for attempt in self.attempts())

    def outcomes(self):
        return [attempt.outcome for attempt in self.attempts() if attempt.outcome is not Outcome.DONE]

    def stop(self):
        self._supervisor.stop()
        self._queue_server.stop()

    def _queue_answers(self):
        try:
            return Redis.from_url(self.settings.queue_url).ping()
        except RedisError:
            return False


@pytest.fixture
def machine(settings, database, monkeypatch):
    """Not started yet: a test starts what it needs."""
    if not (MODELS / "whisper-tiny.en").is_dir():
        pytest.skip("the recogniser's files are not here: make test fetches them")
    folder = Path(tempfile.mkdtemp(prefix="fy"))  # a socket's path must be short
    settings = replace(
        settings,
        data_dir=folder,
        queue_url=f"unix://{folder}/queue/queue.sock",
        whisper_model="whisper-tiny.en",
        sweep_seconds=1,
        stranded_after_seconds=30,
    )
    for field in fields(settings):
        value = getattr(settings, field.name)
        text = ("yes" if value else "no") if isinstance(value, bool) else str(value)
        monkeypatch.setenv(PREFIX + field.name.upper(), text)
    machine = Machine(settings, database)
    yield machine
    machine.stop()
    shutil.rmtree(folder)
