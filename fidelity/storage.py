"""Keeps audio: bytes in, a key out. No name that a person gave is ever part of a path."""

import errno
import hashlib
import io
import os
import shutil
import time
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO
from uuid import uuid4

BLOCK_BYTES = 1024 * 1024
_OWNER_ONLY = 0o700
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT}
_ARRIVING = ".arriving"


class DiskFull(Exception):
    """There is not enough room on the disk of the recordings."""


class TooLarge(Exception):
    """More bytes came than are allowed."""


@dataclass(frozen=True)
class Kept:
    """What was written: its key, its length in bytes and the SHA-256 of its content."""

    key: str
    size_bytes: int
    sha256: str


class AudioStore:
    """A folder with one folder for each recording: ``original``, and what the worker makes of it."""

    def __init__(self, folder: Path, *, reserve_bytes: int) -> None:
        self.folder = folder
        self.reserve_bytes = reserve_bytes

    def receive(self, *, largest_bytes: int) -> "Arriving":
        """Open a file for bytes that are about to come. Discard it, or keep it."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=_OWNER_ONLY)
        return Arriving(self, largest_bytes)

    def copy(self, audio: BinaryIO, *, largest_bytes: int) -> "Arriving":
        """Receive a whole stream, block by block."""
        arriving = self.receive(largest_bytes=largest_bytes)
        try:
            while block := audio.read(BLOCK_BYTES):
                arriving.write(block)
        except BaseException:
            arriving.discard()
            raise
        return arriving

    def check_room(self, size_bytes: int) -> None:
        """Raise DiskFull where so many bytes more would touch the reserve."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=_OWNER_ONLY)
        if shutil.disk_usage(self.folder).free - size_bytes < self.reserve_bytes:
            raise DiskFull

    def path(self, key: str, name: str = "original") -> Path:
        """Where a file of a recording lies: ``original``, ``playback.m4a`` or ``peaks.json``."""
        return self.folder / key / name

    def delete(self, key: str) -> None:
        """Remove a recording and all that was made of it; safe to call twice."""
        shutil.rmtree(self.folder / key, ignore_errors=True)

    def clear_arrivals(self, *, older_than_seconds: float) -> int:
        """Remove what a dead process left half-arrived; give back how many there were."""
        before = time.time() - older_than_seconds
        left = [p for p in self.folder.glob(f"*{_ARRIVING}") if p.stat().st_mtime < before]
        for folder in left:
            shutil.rmtree(folder, ignore_errors=True)
        return len(left)


class Arriving:
    """A file that is being written, with its length and hash counted on the way.

    Raises DiskFull before the reserve of the disk is touched, and TooLarge past the limit.
    """

    def __init__(self, store: AudioStore, largest_bytes: int) -> None:
        self._store = store
        self._largest_bytes = largest_bytes
        self._key = str(uuid4())
        self._folder = store.folder / f"{self._key}{_ARRIVING}"
        self._folder.mkdir(mode=_OWNER_ONLY)
        self._digest = hashlib.sha256()
        self._is_kept = False
        self.size_bytes = 0
        handle = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_EXCL, mode=0o600)
        self._file = io.BufferedRandom(io.FileIO(handle, "r+b"), BLOCK_BYTES)

    @property
    def path(self) -> Path:
        """Where to look at the bytes before deciding."""
        return self._folder / "original"

    @property
    def sha256(self) -> str:
        """Of what was written so far."""
        return self._digest.hexdigest()

    def write(self, block: bytes) -> int:
        """Take the next bytes."""
        size = len(block)
        self.size_bytes += size
        if self.size_bytes > self._largest_bytes:
            raise TooLarge
        try:
            self._store.check_room(size)
            self._digest.update(block)
            return self._file.write(block)
        except OSError as error:
            raise plainly(error) from error

    def complete(self) -> None:
        """All bytes have come: put them on the disk for good."""
        try:
            self._file.flush()
            os.fsync(self._file.fileno())
        except OSError as error:
            raise plainly(error) from error
        self._file.close()

    def keep(self) -> Kept:
        """Give it its lasting name, wholly or not at all; call it just before the commit that names it."""
        if not self._file.closed:
            self.complete()
        self._folder.rename(self._store.folder / self._key)
        sync_folder(self._store.folder)
        self._is_kept = True
        return Kept(self._key, self.size_bytes, self.sha256)

    def take_back(self) -> None:
        """The commit that would have named it failed: remove it."""
        self._store.delete(self._key)

    def discard(self) -> None:
        """Remove it, unless it was kept; safe to call twice."""
        if not self._is_kept:
            shutil.rmtree(self._folder, ignore_errors=True)
        if not self._file.closed:
            self._file.raw.close()  # not through the buffer: a full disk would refuse its last bytes

    # The form parser of the web framework treats this as a file.
    def seek(self, offset: int, whence: int = 0) -> int:
        """Move in what was written, which puts on the disk what has not got there yet."""
        try:
            return self._file.seek(offset, whence)
        except OSError as error:
            raise plainly(error) from error

    def read(self, size: int = -1) -> bytes:
        """Read back what was written."""
        return self._file.read(size)

    def close(self) -> None:
        """The parser is done with it: what was not kept goes."""
        self.discard()


def plainly(error: OSError) -> Exception:
    """DiskFull for what means it; the error itself for all else."""
    return DiskFull() if error.errno in _NO_ROOM else error


def sync_folder(folder: Path) -> None:
    """Put on the disk for good which files are in it."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
