"""Names a worker so that a later one on the same machine can tell whether it still lives."""

import os
import socket

import psutil


def my_name() -> str:
    """Machine, process, and when the process began: a number that is given out again is another process."""
    process = psutil.Process(os.getpid())
    return f"{socket.gethostname()}:{process.pid}:{int(process.create_time() * 1000)}"


def is_dead(name: str) -> bool:
    """Whether a worker of this machine is gone. Of another machine nothing is known: False."""
    host, pid, born = name.rsplit(":", 2)
    if host != socket.gethostname():
        return False
    try:
        process = psutil.Process(int(pid))
        return int(process.create_time() * 1000) != int(born) or process.status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True
