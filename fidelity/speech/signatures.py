"""What the first bytes of a file give away, when FFmpeg only says that it cannot read it."""

from typing import BinaryIO

from fidelity.speech import mp4

ASF = bytes.fromhex("3026b275 8e66 cf11 a6d9 00aa0062ce6c")

#: What files locked by encryption begin with.
_LOCKED = (
    b"\x03enc",  # Olympus DS2 dictation with a password
    b"Salted__",  # openssl enc
    b"-----BEGIN PGP MESSAGE",
    b"age-encryption.org/",
)
_SOUND = (b"RIFF", b"RF64", b"OggS", b"fLaC", b"ID3", b"#!AMR", b"FORM", b"caff", b"\x1aE\xdf\xa3", ASF)

#: Content Encryption and Extended Content Encryption objects of an ASF (WMA) header.
_ASF_LOCKS = (
    bytes.fromhex("fbb31122 23bd d211 b4b7 00a0c955fc6e"),
    bytes.fromhex("14e68a29 2226 174c b935 dae07ee9289c"),
)


def looks_locked(file: BinaryIO) -> bool:
    """Whether the file is encrypted or protected against copying."""
    file.seek(0)
    start = file.read(64 * 1024)
    if start.startswith(ASF):
        return any(lock in start for lock in _ASF_LOCKS)
    return start.startswith(_LOCKED) or (mp4.is_mp4(file) and mp4.is_locked(file))


def looks_like_sound(file: BinaryIO) -> bool:
    """Whether the file begins as sound files do, readable or not."""
    file.seek(0)
    return file.read(32).startswith(_SOUND) or mp4.is_mp4(file)
