"""Whether a file holds as much as its header promises. FFmpeg reads what is there and does not complain."""

import struct
from typing import BinaryIO

from fidelity.speech import mp4
from fidelity.speech.signatures import ASF

#: Writers that cannot go back to correct the header leave a size near these limits, or none.
_NO_PROMISE = 0x7FFF0000

#: A header may be a little wrong in a file that is whole.
_TOLERATED_PART = 0.01
_TOLERATED_BYTES = 64 * 1024

_ASF_FILE_PROPERTIES = bytes.fromhex("a1dcab8c 47a9 cf11 8ee4 00c00c205365")
_MOST_CHUNKS = 500


def is_cut_short(file: BinaryIO) -> bool:
    """Whether the file ends before what its header promises; False where it promises nothing."""
    size = file.seek(0, 2)
    file.seek(0)
    start = file.read(16)
    if start[4:8] == b"ftyp":
        return mp4.is_cut_short(file)
    promised = 0
    if start[:4] == b"RIFF":
        promised = _end_of_data(file, first=12, head="<4sI", aligned=True)
    elif start[:4] == b"caff":
        promised = _end_of_data(file, first=8, head=">4sQ", aligned=False)
    elif start == ASF:
        promised = _asf_size(file)
    missing = promised - size
    return missing > _TOLERATED_BYTES or missing > promised * _TOLERATED_PART


def counts_frames(file: BinaryIO) -> bool:
    """Whether an MP3 says how many frames it has. If not, its length is only guessed from the bit rate."""
    file.seek(0)
    start = file.read(10)
    skip = 0
    if start[:3] == b"ID3" and len(start) == 10:
        skip = 10 + (start[6] << 21 | start[7] << 14 | start[8] << 7 | start[9])
    file.seek(skip)
    first_frames = file.read(4096)
    return any(mark in first_frames for mark in (b"Xing", b"Info", b"VBRI"))


def _end_of_data(file: BinaryIO, *, first: int, head: str, aligned: bool) -> int:
    """Where the chunk ``data`` of a WAV or CAF should end; 0 when that is not said."""
    at, width = first, struct.calcsize(head)
    for _ in range(_MOST_CHUNKS):
        file.seek(at)
        content = file.read(width)
        if len(content) < width:
            break
        kind, length = struct.unpack(head, content)
        if kind == b"data":
            return 0 if length >= _NO_PROMISE else at + width + length
        at += width + length + (length % 2 if aligned else 0)
    return 0


def _asf_size(file: BinaryIO) -> int:
    file.seek(0)
    header = file.read(64 * 1024)
    at = header.find(_ASF_FILE_PROPERTIES)
    # The object's own size (8 bytes) and the file's identity (16) stand before the file's size.
    content = header[at + 40 : at + 48] if at >= 0 else b""
    return int(struct.unpack("<Q", content)[0]) if len(content) == 8 else 0
