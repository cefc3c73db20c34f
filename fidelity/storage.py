"""Keeps audio: bytes in, a key out. No name that a person gave is ever part of a path."""

import errno
import hashlib
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO
from uuid import uuid4

BLOCK_BYTES = 1024 * 1024
_OWNER_ONLY = 0o700
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT}


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
        self._folder = folder
        self._reserve_bytes = reserve_bytes

    @contextmanager
    def incoming(self, audio: BinaryIO, *, largest_bytes: int) -> Iterator["Incoming"]:
        """Write a stream to the disk, block by block; unless it is kept inside the block, it goes.

        Raises DiskFull and TooLarge. Nothing is left behind on any way out.
        """
        self._folder.mkdir(parents=True, exist_ok=True, mode=_OWNER_ONLY)
        key = str(uuid4())
        folder = self._folder / f"{key}.incoming"
        folder.mkdir(mode=_OWNER_ONLY)
        try:
            size, digest = self._write(audio, folder / "original", largest_bytes)
            yield Incoming(self, folder, Kept(key, size, digest))
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def _write(self, audio: BinaryIO, path: Path, largest_bytes: int) -> tuple[int, str]:
        size, digest = 0, hashlib.sha256()
        try:
            with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode=0o600), "wb") as file:
                while block := audio.read(BLOCK_BYTES):
                    size += len(block)
                    if size > largest_bytes:
                        raise TooLarge
                    if shutil.disk_usage(self._folder).free - len(block) < self._reserve_bytes:
                        raise DiskFull
                    digest.update(block)
                    file.write(block)
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            if error.errno in _NO_ROOM:
                raise DiskFull from error
            raise
        return size, digest.hexdigest()

    def keep(self, incoming: Path, key: str) -> None:
        """Give an incoming folder its lasting name; on one disk this happens wholly or not at all."""
        incoming.rename(self._folder / key)
        _sync_folder(self._folder)

    def path(self, key: str, name: str = "original") -> Path:
        """Where a file of a recording lies: ``original``, ``playback.m4a`` or ``peaks.json``."""
        return self._folder / key / name

    def delete(self, key: str) -> None:
        """Remove a recording and all that was made of it; safe to call twice."""
        shutil.rmtree(self._folder / key, ignore_errors=True)

    def keys(self, *, older_than_seconds: float = 0) -> list[str]:
        """The keys on the disk, for finding what no row knows of."""
        if not self._folder.is_dir():
            return []
        before = time.time() - older_than_seconds
        return [p.name for p in self._folder.iterdir() if p.is_dir() and p.stat().st_mtime <= before]


class Incoming:
    """Bytes that have arrived and are not yet kept."""

    def __init__(self, store: AudioStore, folder: Path, kept: Kept) -> None:
        self._store = store
        self._folder = folder
        self.kept = kept

    @property
    def path(self) -> Path:
        """Where to look at the bytes before deciding."""
        return self._folder / "original"

    def keep(self) -> Kept:
        """Make them lasting. Call it just before the commit that names the key."""
        self._store.keep(self._folder, self.kept.key)
        return self.kept


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
