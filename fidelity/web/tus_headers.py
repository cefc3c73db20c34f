"""Reads what the tus protocol says in headers. Decides nothing."""

import base64
import binascii

from flask import request

from fidelity.usecases.receive_slice import CHECKSUMS, Checksum


class Unreadable(Exception):
    """A header is missing or says nothing that the protocol knows."""


def count(name: str) -> int:
    """A number of bytes."""
    text = request.headers.get(name, "")
    if not (text.isascii() and text.isdecimal() and len(text) < 16):
        raise Unreadable(f"{name} must be a whole number, 0 or more")
    return int(text)


def fingerprint() -> str:
    """The one thing that is read of what a client says about its file."""
    for pair in request.headers.get("Upload-Metadata", "").split(","):
        name, _, value = pair.strip().partition(" ")
        if name == "fingerprint":
            return _decoded(value).decode("ascii", "replace")
    return ""


def checksum() -> Checksum | None:
    """What the slice should hash to, where that was said."""
    text = request.headers.get("Upload-Checksum")
    if text is None:
        return None
    name, _, value = text.partition(" ")
    if name not in CHECKSUMS:
        raise Unreadable(f"Upload-Checksum must be one of {', '.join(CHECKSUMS)}")
    return Checksum(name, _decoded(value))


def _decoded(value: str) -> bytes:
    try:
        return base64.b64decode(value, validate=True)
    except (binascii.Error, ValueError):
        raise Unreadable("This is not base64") from None
