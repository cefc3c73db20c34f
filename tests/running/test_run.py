"""``fidelity run``: one command, everything there; Ctrl-C, everything gone."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

import psutil
import pytest

from tests.conftest import MODELS, ROOT

PATIENCE_SECONDS = 120


@pytest.fixture
def folder():
    folder = Path(tempfile.mkdtemp(prefix="fy"))  # short: a socket lies in it
    yield folder
    shutil.rmtree(folder)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def start(folder, port, *options):
    environment = os.environ | {
        "FIDELITY_DATA_DIR": str(folder),
        "FIDELITY_MODELS_DIR": str(MODELS),
        "FIDELITY_WHISPER_MODEL": "whisper-tiny.en",
        "FIDELITY_PORT": str(port),
    }
    return subprocess.Popen(
        [sys.executable, "-c", "from fidelity.cli import main; main()", "run", *options],
        env=environment,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def wait_for_page(port):
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/sign-in") as answer:
                return answer.read().decode()
        except OSError:
            assert time.monotonic() < deadline, "the pages never came"
            time.sleep(0.2)


def test_everything_starts_is_announced_and_is_gone_after_ctrl_c(folder):
    port = free_port()
    with start(folder, port, "--demo") as process:
        page = wait_for_page(port)
        family = psutil.Process(process.pid).children(recursive=True)

        process.send_signal(signal.SIGINT)
        said = process.communicate(timeout=60)[0]

    assert process.returncode == 0
    assert "Demonstration." in page
    assert f"http://localhost:{port}" in said
    assert f"The data lies in {folder}" in said
    assert "amara.makebelieve@demo.fidelity.example" in said
    assert (folder / "demo_password").read_text() in said
    assert len(family) >= 5
    assert not any(child.is_running() for child in family)
    assert not (folder / "queue" / "queue.sock").exists()


def test_a_second_copy_is_told_that_the_first_one_runs(folder):
    port = free_port()
    with start(folder, port) as first:
        wait_for_page(port)

        with start(folder, free_port()) as second:
            said = second.communicate(timeout=60)[0]

        first.send_signal(signal.SIGTERM)
        first.communicate(timeout=60)

    assert second.returncode == 1
    assert "already running in this data folder" in said
