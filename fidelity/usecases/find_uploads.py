"""Finds what has begun to arrive and has not become a recording."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from fidelity.permissions import Deed
from fidelity.slices import Slices
from fidelity.storage import AudioStore
from fidelity.usecases import guard
from fidelity.usecases.errors import Gone
from models import Person, Upload, now


@dataclass(frozen=True)
class Arrived:
    """How far one upload is: ``offset_bytes`` of ``length_bytes`` are safe on the disk."""

    id: UUID
    case_id: UUID
    began_at: datetime
    expires_at: datetime
    fingerprint: str
    length_bytes: int
    offset_bytes: int

    @property
    def is_complete(self) -> bool:
        """Whether all of it is here."""
        return self.offset_bytes == self.length_bytes

    @property
    def percent(self) -> int:
        """How much of it is here; 100 only for all of it."""
        return 100 * self.offset_bytes // self.length_bytes


def find_uploads(db: Session, store: AudioStore, *, by: Person, case_ids: Collection[UUID]) -> list[Arrived]:
    """A person's own on some cases, the newest first. The caller has looked whether these may be seen."""
    mine = (
        select(Upload)
        .where(
            Upload.by_id == by.id,
            Upload.case_id.in_(case_ids),
            Upload.recording_id.is_(None),
            Upload.expires_at > now(),
        )
        .order_by(Upload.created_at.desc(), Upload.id)
    )
    return [arrived(store, upload) for upload in db.scalars(mine)]


def find_upload(db: Session, store: AudioStore, *, by: Person, upload_id: UUID) -> Arrived:
    """One of a person's own. Raises Gone for one that was thrown away, has expired, or became a recording."""
    return arrived(store, open_upload(db, by=by, upload_id=upload_id))


def open_upload(db: Session, *, by: Person, upload_id: UUID) -> Upload:
    """The row of one that may still be added to. Raises Gone as above."""
    upload = guard.upload(db, by, Deed.UPLOAD_RECORDING, upload_id)
    if upload.recording_id is not None or upload.expires_at <= now():
        raise Gone
    return upload


def arrived(store: AudioStore, upload: Upload) -> Arrived:
    """What the row says and the disk has: a process that was killed leaves one behind the other."""
    return Arrived(
        id=upload.id,
        case_id=upload.case_id,
        began_at=upload.created_at,
        expires_at=upload.expires_at,
        fingerprint=upload.fingerprint,
        length_bytes=upload.length_bytes,
        offset_bytes=min(upload.offset_bytes, Slices(store, upload.storage_key).size_bytes),
    )
