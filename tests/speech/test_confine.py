"""A file that takes over its reader finds nothing to take."""

import os
import subprocess
import sys
from pathlib import Path

import pytest


def try_in_confinement(attempt):
    code = f"import os, sys\nfrom fidelity.speech.confine import confine\nconfine()\n{attempt}\n"
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)


def test_it_lets_ordinary_work_go_on():
    assert try_in_confinement("sys.stdout.write(str(sum(range(10))))").stdout == "45"


@pytest.mark.parametrize(
    "attempt",
    [
        "open('/etc/hostname')",
        "open('/tmp/left-by-a-probe', 'w')",
        "import socket; socket.socket()",
        "os.fork()",
        "bytearray(2 * 1024 ** 3)",
    ],
    ids=["read a file", "write a file", "reach a network", "start a process", "take two gigabytes"],
)
def test_it_stops_what_a_probe_has_no_need_of(attempt):
    assert try_in_confinement(attempt).returncode != 0


@pytest.mark.skipif(os.geteuid() != 0, reason="there is no root to give up")
def test_it_gives_up_root_for_good():
    outcome = try_in_confinement("sys.stdout.write(str(os.geteuid()))\nos.setuid(0)")

    assert outcome.stdout == "65534"
    assert outcome.returncode != 0


def test_the_probe_sees_nothing_of_our_environment(tmp_path, monkeypatch):
    from fidelity.speech import ask_probe

    witness = tmp_path / "python"
    witness.write_text(f"#!/bin/sh\nenv > {tmp_path}/seen\nexit 1\n")
    witness.chmod(0o700)
    monkeypatch.setattr(ask_probe.sys, "executable", str(witness))
    monkeypatch.setenv("FIDELITY_SECRET_KEY", "not-for-everyone")

    with pytest.raises(ask_probe.UnreadableAudio):
        ask_probe.ask_probe(Path(__file__), limit_seconds=60)

    assert "FIDELITY_SECRET_KEY" not in (tmp_path / "seen").read_text()
