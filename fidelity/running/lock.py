"""Only one copy of the service works in a data folder."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class AlreadyRunning(Exception):
    """Another process holds the data folder."""


@contextmanager
def only_one(folder: Path) -> Iterator[None]:
    """Hold the folder for as long as the block runs; the kernel lets go when the process dies."""
    place = folder / "running.lock"
    place.touch(mode=0o600)
    with place.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise AlreadyRunning from None
        yield
