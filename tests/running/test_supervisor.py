"""What ends is started again; when the supervisor goes, everything goes."""

import os
import signal
import subprocess
import sys
import time

import psutil
import pytest

from fidelity.running.lock import AlreadyRunning, only_one
from fidelity.running.parts import Part
from fidelity.running.supervisor import Supervisor
from tests.conftest import ROOT

SLEEPER = Part("sleeper", ("sleep", "1000"))
STUBBORN = Part(
    "stubborn",
    (
        sys.executable,
        "-c",
        "import signal,time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(1000)",
    ),
)


@pytest.fixture
def supervisor():
    supervisor = Supervisor()
    yield supervisor
    supervisor.stop()


def wait_until(is_so):
    deadline = time.monotonic() + 60
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_a_part_that_ends_is_started_again(supervisor):
    supervisor.start(SLEEPER)
    first = supervisor.pids()["sleeper"]
    os.kill(first, signal.SIGKILL)

    def is_new():
        supervisor.look()
        return supervisor.pids()["sleeper"] != first

    wait_until(is_new)


def test_stopping_leaves_nothing_even_of_what_will_not_listen(supervisor, monkeypatch):
    monkeypatch.setattr("fidelity.running.supervisor._STOP_SECONDS", 1.0)
    for part in (SLEEPER, STUBBORN):
        supervisor.start(part)
    pids = list(supervisor.pids().values())
    time.sleep(0.5)

    supervisor.stop()

    assert not any(psutil.pid_exists(pid) for pid in pids)


def test_killing_the_supervisor_takes_its_parts_along():
    program = (
        "from fidelity.running.supervisor import Supervisor; from fidelity.running.parts import Part; "
        "s = Supervisor(); s.start(Part('sleeper', ('sleep', '1000'))); "
        "print(s.pids()['sleeper'], flush=True); s.wait()"
    )
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, cwd=ROOT) as process:
        child = psutil.Process(int(process.stdout.readline()))

        process.kill()

        wait_until(lambda: not child.is_running() or child.status() == psutil.STATUS_ZOMBIE)


def test_only_one_copy_works_in_a_data_folder(tmp_path):
    with only_one(tmp_path), pytest.raises(AlreadyRunning), only_one(tmp_path):
        pass

    with only_one(tmp_path):
        pass
