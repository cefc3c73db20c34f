"""Takes in the next slice of an upload."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from fidelity.slices import NotThere, Slices, Turn
from fidelity.storage import AudioStore, DiskFull, TooLarge
from fidelity.usecases.errors import Clash, Gone
from fidelity.usecases.find_uploads import Arrived, arrived, open_upload
from models import Person, Upload, now

#: How a slice may be proved, by the protocol's names.
CHECKSUMS = ("sha1", "sha256")


class ChecksumWrong(Exception):
    """What came is not what was sent. Nothing of it was kept."""


@dataclass(frozen=True)
class Checksum:
    """What a slice should hash to: a name of CHECKSUMS, and the digest."""

    name: str
    digest: bytes


def receive_slice(
    db: Session,
    store: AudioStore,
    *,
    by: Person,
    upload_id: UUID,
    offset: int,
    blocks: Iterable[bytes],
    announced: int | None,
    checksum: Checksum | None = None,
    keep_days: int,
) -> Arrived:
    """Add ``blocks`` at ``offset``, and say how far it is now. ``announced``: how many bytes should come.

    What came of a slice that broke off is kept, unless a checksum was promised. No transaction is open
    while it comes. Raises Clash with how far it is for another offset, slices.Overtaken where a later
    request goes on with the file, Gone, TooLarge past the end, DiskFull, ChecksumWrong.
    """
    upload = open_upload(db, by=by, upload_id=upload_id)
    before = arrived(store, upload)
    key, length = upload.storage_key, upload.length_bytes
    db.rollback()
    if offset != before.offset_bytes:
        raise Clash(before)
    if offset + (announced or 0) > length:
        raise TooLarge
    try:
        turn = Slices(store, key).take_turn(offset=offset, length=length)
        trouble = _write(turn, blocks, checksum)
        reached = turn.settle()
    except NotThere:
        raise Gone from None
    upload = _note(db, by, upload_id, reached, keep_days)
    state = arrived(store, upload)
    if trouble:
        raise trouble
    if state.is_complete:
        _note_hash(db, store, by, upload_id, key)
    return state


def _write(turn: Turn, blocks: Iterable[bytes], checksum: Checksum | None) -> Exception | None:
    """The trouble that ended it, for after what came before has been noted."""
    digest = hashlib.new(checksum.name, usedforsecurity=False) if checksum else None
    try:
        for block in blocks:
            turn.write(block)
            if digest:
                digest.update(block)
    except (DiskFull, TooLarge) as trouble:
        if checksum:
            turn.undo()
        return trouble
    if checksum and digest and digest.digest() != checksum.digest:
        turn.undo()
        return ChecksumWrong()
    return None


def _note(db: Session, by: Person, upload_id: UUID, reached: int, keep_days: int) -> Upload:
    upload = open_upload(db, by=by, upload_id=upload_id)
    db.refresh(upload, with_for_update=True)
    upload.offset_bytes = reached
    upload.completed_at = now() if reached == upload.length_bytes else None
    upload.sha256 = None
    upload.expires_at = now() + timedelta(days=keep_days)
    db.commit()
    return upload


def _note_hash(db: Session, store: AudioStore, by: Person, upload_id: UUID, key: str) -> None:
    """Reading all of a large file takes seconds: better now than when the form is sent, and unlocked."""
    try:
        sha256 = Slices(store, key).sha256
    except FileNotFoundError:
        return  # the form was quicker, or it was thrown away
    still = select(Upload).filter_by(id=upload_id, by_id=by.id, recording_id=None).with_for_update()
    if (upload := db.scalar(still)) and upload.completed_at:
        upload.sha256 = sha256
    db.commit()
