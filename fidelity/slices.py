"""Keeps a file that arrives in slices: what one request could not bring, the next one goes on with.

One request at a time may add to a file, and the newest wins: a browser that lost its connection comes back
long before the service notices that the old one is dead. Whoever comes writes a word of its own into
``turn``; whoever finds another's word there has been overtaken and stops. The lock on the file is held for
a block, never while a slow network is waited for: no dead request and no dead process blocks anybody.
"""

import fcntl
import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from fidelity.storage import AudioStore, Kept, TooLarge, plainly, sync_folder

_OWNER_ONLY = 0o700
_SLICES = ".slices"


class Overtaken(Exception):
    """A later request goes on with this file: this one must stop."""


class NotThere(Exception):
    """The file is gone, or holds less than was said."""


class Slices:
    """A file that grows in a folder of its own, ``<key>.slices``, until it is kept as ``<key>``."""

    def __init__(self, store: AudioStore, key: str, *, sha256: str | None = None) -> None:
        self._store = store
        self._sha256 = sha256
        self.key = key
        self._folder = store.folder / f"{key}{_SLICES}"

    @classmethod
    def begin(cls, store: AudioStore) -> "Slices":
        """An empty file. Raises DiskFull."""
        new = cls(store, str(uuid4()))
        store.folder.mkdir(parents=True, exist_ok=True, mode=_OWNER_ONLY)
        try:
            new._folder.mkdir(mode=_OWNER_ONLY)
            os.close(os.open(new.path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode=0o600))
            sync_folder(new._folder)
            sync_folder(store.folder)
        except OSError as error:
            new.discard()
            raise plainly(error) from error
        return new

    @property
    def path(self) -> Path:
        """Where the bytes are."""
        return self._folder / "original"

    @property
    def size_bytes(self) -> int:
        """How many there are; 0 for no file."""
        return self.path.stat().st_size if self.path.is_file() else 0

    def take_turn(self, *, offset: int, length: int) -> "Turn":
        """Go on at ``offset``, which must be no more than is there; what lies beyond it is dropped."""
        return Turn(self._store, self._folder, offset, length)

    @property
    def sha256(self) -> str:
        """Of all of it; reads all of it when asked for the first time."""
        if self._sha256 is None:
            with self.path.open("rb") as file:
                self._sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        return self._sha256

    def complete(self) -> None:
        """Each slice is on the disk already. What takes long is done now, before anything is locked."""
        _ = self.sha256

    def keep(self) -> Kept:
        """Give it its lasting name; call it just before the commit that names it."""
        kept = Kept(self.key, self.size_bytes, self.sha256)
        with _locked(self.path):
            (self._folder / "turn").unlink(missing_ok=True)
            self._folder.rename(self._store.folder / self.key)
        sync_folder(self._store.folder)
        return kept

    def take_back(self) -> None:
        """That commit failed, or never came: it waits again. Does nothing for what was not kept."""
        lasting = self._store.folder / self.key
        if lasting.is_dir() and not self._folder.exists():
            lasting.rename(self._folder)

    def discard(self) -> None:
        """Remove what came; safe to call twice."""
        shutil.rmtree(self._folder, ignore_errors=True)


class Turn:
    """One request's go at a file. Raises Overtaken, DiskFull, and TooLarge past the end of the file."""

    def __init__(self, store: AudioStore, folder: Path, offset: int, length: int) -> None:
        self._store = store
        self._folder = folder
        self._mine = uuid4().hex
        self._length = length
        self._began_at = self._reached = offset
        with self._locked(is_checked=False) as file:
            if os.fstat(file).st_size < offset:
                raise NotThere
            (folder / "turn").write_text(self._mine, encoding="ascii")
            os.ftruncate(file, offset)

    def write(self, block: bytes) -> None:
        """Add the next bytes: all of them, or none."""
        if self._reached + len(block) > self._length:
            raise TooLarge
        with self._locked() as file:
            try:
                self._store.check_room(len(block))
                left = memoryview(block)
                while left:
                    left = left[os.pwrite(file, left, self._reached + len(block) - len(left)) :]
            except OSError as error:
                os.ftruncate(file, self._reached)
                raise plainly(error) from error
        self._reached += len(block)

    def settle(self) -> int:
        """Put on the disk for good what came; how far the file reaches now."""
        with self._locked() as file:
            try:
                os.fsync(file)
            except OSError as error:
                raise plainly(error) from error
        return self._reached

    def undo(self) -> None:
        """As if this request had not come."""
        with self._locked() as file:
            os.ftruncate(file, self._began_at)
        self._reached = self._began_at

    @contextmanager
    def _locked(self, *, is_checked: bool = True) -> Iterator[int]:
        with _locked(self._folder / "original") as file:
            if is_checked and self._whose() != self._mine:
                raise Overtaken
            yield file

    def _whose(self) -> str:
        try:
            return (self._folder / "turn").read_text(encoding="ascii")
        except FileNotFoundError:
            return ""


@contextmanager
def _locked(path: Path) -> Iterator[int]:
    """The file, opened, while nobody else may change it. Raises NotThere."""
    try:
        file = os.open(path, os.O_RDWR)
    except FileNotFoundError:
        raise NotThere from None
    try:
        fcntl.flock(file, fcntl.LOCK_EX)
        if not path.exists():  # it was kept or thrown away while this one waited
            raise NotThere
        yield file
    finally:
        os.close(file)


def folders(store: AudioStore) -> dict[str, float]:
    """The keys of all files that arrive in slices, and when something last came to be there (seconds)."""
    found = store.folder.glob(f"*{_SLICES}")
    return {folder.name.removesuffix(_SLICES): folder.stat().st_mtime for folder in found}
