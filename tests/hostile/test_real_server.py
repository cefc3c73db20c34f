"""What only a real web server shows: who stops in the middle of a request, and who claims to be a proxy."""

import dataclasses
import os
import socket
import time
from types import SimpleNamespace

import pytest

from fidelity.running import parts, patience
from fidelity.running.prepare import prepare
from fidelity.running.supervisor import Supervisor
from fidelity.settings import PREFIX, Settings

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def port(settings, monkeypatch):
    """A web server as ``fidelity run`` starts it, on a port of its own."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    settings = dataclasses.replace(settings, port=port, web_threads=2)
    for field in dataclasses.fields(Settings):
        monkeypatch.setenv(PREFIX + field.name.upper(), str(getattr(settings, field.name)))
    monkeypatch.setenv("FIDELITY_SECURE_COOKIES", "yes")
    before = os.umask(0o022)
    prepare(settings).engine.dispose()
    os.umask(before)
    supervisor = Supervisor()
    supervisor.start(parts.web(settings))
    for _ in range(600):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                break
        time.sleep(0.05)
    yield port
    supervisor.stop()


def ask(port, *more, path="/teams"):
    lines = [f"GET {path} HTTP/1.1", f"Host: localhost:{port}", "Connection: close", *more, "", ""]
    with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
        connection.sendall("\r\n".join(lines).encode())
        return b"".join(iter(lambda: connection.recv(65536), b"")).decode()


def test_a_header_that_only_a_proxy_may_send_changes_nothing(port):
    plain = ask(port)
    assert plain.startswith("HTTP/1.1 302")
    for header in (
        "SCRIPT_NAME: /evil",
        "SCRIPT-NAME: /evil",
        "PATH_INFO: /health",
        "X-Forwarded-Host: evil.example",
    ):
        answer = ask(port, header)
        assert answer.startswith("HTTP/1.1 302"), header
        assert "evil" not in answer
        assert "/sign-in?next=/teams" in answer
    for header in ("X-Forwarded-Proto: https", "X-Forwarded-Ssl: on", "X-Forwarded-Protocol: ssl"):
        assert "Strict-Transport-Security" not in ask(port, header)
    assert ask(port, path="/health").startswith("HTTP/1.1 200")


def test_a_connection_that_falls_silent_is_given_up(monkeypatch, database_url):
    monkeypatch.setattr(patience, "SILENT_SECONDS", 1)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        patience.when_ready(SimpleNamespace(LISTENERS=[SimpleNamespace(sock=listening)]))
        with socket.create_connection(listening.getsockname()) as silent:
            taken, _ = listening.accept()
            silent.sendall(b"GET / HT")
            assert taken.recv(100) == b"GET / HT"
            with taken, pytest.raises(BlockingIOError):
                taken.recv(100)
