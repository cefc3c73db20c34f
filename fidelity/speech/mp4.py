"""Walks the boxes of MP4, M4A and 3GP files (ISO 14496-12) for what FFmpeg does not tell."""

import struct
from typing import BinaryIO

#: Sample entries of encrypted content: the iTunes ones, the common ones (ISO 23001-7), Audible's.
_LOCKED_ENTRIES = {b"drms", b"drmi", b"enca", b"encv", b"aavd"}
_ON_THE_WAY = (b"moov", b"trak", b"mdia", b"minf", b"stbl")
_MOST_BOXES = 2_000


def is_mp4(file: BinaryIO) -> bool:
    """Whether the file begins as these do."""
    file.seek(0)
    return file.read(8)[4:] == b"ftyp"


def is_locked(file: BinaryIO) -> bool:
    """Whether a track is protected against copying."""
    return bool(_sample_entries(file) & _LOCKED_ENTRIES)


def is_cut_short(file: BinaryIO) -> bool:
    """Whether the index is missing, as when a recorder lost power, or the last box has no end."""
    size = file.seek(0, 2)
    boxes = _boxes(file, 0, size)
    has_index = any(kind in (b"moov", b"moof") for kind, _, _ in boxes)
    return not has_index or boxes[-1][2] > size


def _sample_entries(file: BinaryIO) -> set[bytes]:
    """The kinds of content in the tracks, four letters each."""
    kinds = set()
    places = [(0, file.seek(0, 2))]
    visited = 0
    while places and visited < _MOST_BOXES:
        for kind, inside, end in _boxes(file, *places.pop()):
            visited += 1
            if kind in _ON_THE_WAY:
                places.append((inside, end))
            elif kind == b"stsd":
                # Version and flags, and a count, stand before the entries.
                kinds |= {entry for entry, _, _ in _boxes(file, inside + 8, end)}
    return kinds


def _boxes(file: BinaryIO, start: int, end: int) -> list[tuple[bytes, int, int]]:
    """Kind, where the content begins and where it ends, for each box; the last may end beyond the file."""
    found: list[tuple[bytes, int, int]] = []
    while start + 8 <= end and len(found) < _MOST_BOXES:
        file.seek(start)
        head = file.read(16)
        if len(head) < 8:
            break
        size, kind = struct.unpack(">I4s", head[:8])
        inside = start + 8
        if size == 1 and len(head) == 16:
            size, inside = struct.unpack(">Q", head[8:])[0], start + 16
        elif size == 0:
            size = end - start
        if size < inside - start:
            break
        found.append((kind, inside, start + size))
        start += size
    return found
