"""What the first bytes of a file give away, when FFmpeg only says that it cannot read it."""

import struct
from typing import BinaryIO

#: Offset and bytes that files locked by encryption or copy protection begin with.
_LOCKED = (
    (0, b"\x03enc"),  # Olympus DS2 dictation with a password
    (0, b"Salted__"),  # openssl enc
    (0, b"-----BEGIN PGP MESSAGE"),
    (0, b"age-encryption.org/"),
)
_SOUND = (
    (4, b"ftyp"), (0, b"RIFF"), (0, b"RF64"), (0, b"OggS"), (0, b"fLaC"), (0, b"ID3"), (0, b"#!AMR"), (0, b"FORM"),
    (0, b"caff"), (0, b"\x1aE\xdf\xa3"), (0, b"0&\xb2u\x8ef\xcf\x11"),
)  # fmt: skip

#: Content Encryption and Extended Content Encryption objects of an ASF (WMA) header, as stored.
_ASF_LOCKS = (
    bytes.fromhex("fbb31122 23bd d211 b4b7 00a0c955fc6e"),
    bytes.fromhex("14e68a29 2226 174c b935 dae07ee9289c"),
)

#: Sample entries of MP4 whose content is encrypted: the iTunes ones, the common ones (ISO 23001-7), Audible's.
_LOCKED_ENTRIES = (b"drms", b"drmi", b"enca", b"encv", b"aavd")
_ON_THE_WAY = (b"moov", b"trak", b"mdia", b"minf", b"stbl")
_MOST_BOXES = 2_000


def looks_locked(file: BinaryIO) -> bool:
    """Whether the file is encrypted or protected against copying."""
    start = _start(file, 64 * 1024)
    if any(start[at : at + len(mark)] == mark for at, mark in _LOCKED):
        return True
    if start.startswith(b"0&\xb2u"):
        return any(lock in start for lock in _ASF_LOCKS)
    return start[4:8] == b"ftyp" and any(kind in _LOCKED_ENTRIES for kind in _mp4_sample_entries(file))


def looks_like_sound(file: BinaryIO) -> bool:
    """Whether the file begins as sound files do, readable or not."""
    start = _start(file, 32)
    return any(start[at : at + len(mark)] == mark for at, mark in _SOUND)


def is_mp4_cut_short(file: BinaryIO) -> bool:
    """Whether an MP4, M4A or 3GP lacks its index or ends inside a box."""
    if _start(file, 8)[4:8] != b"ftyp":
        return False
    kinds, end = set(), 0
    for kind, _, end in _boxes(file, 0, _size(file)):
        kinds.add(kind)
    return not kinds & {b"moov", b"moof"} or end > _size(file)


def has_frame_count(file: BinaryIO) -> bool:
    """Whether an MP3 says how many frames it has. Without that, its length is only guessed from the bit rate."""
    start = _start(file, 10)
    skip = 0
    if start[:3] == b"ID3" and len(start) == 10:
        skip = 10 + (start[6] << 21 | start[7] << 14 | start[8] << 7 | start[9])
    file.seek(skip)
    first_frames = file.read(4096)
    return any(mark in first_frames for mark in (b"Xing", b"Info", b"VBRI"))


def _mp4_sample_entries(file: BinaryIO) -> set[bytes]:
    """The kinds of content in the tracks, four letters each."""
    kinds = set()
    places = [(0, _size(file))]
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


def _size(file: BinaryIO) -> int:
    return file.seek(0, 2)


def _start(file: BinaryIO, length: int) -> bytes:
    file.seek(0)
    return file.read(length)
