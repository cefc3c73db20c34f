"""Removes uploads whose time is over, and what a dead process left of ones that never were."""

import time
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from fidelity.slices import Slices, folders
from fidelity.storage import AudioStore
from models import Upload, now

#: For so long a browser that asks is told that its upload is gone, not that it never was.
_REMEMBERED = timedelta(days=1)
#: An upload's row is written right after its folder is made.
_ROWLESS_FOR_SECONDS = 60 * 60


def clear_uploads(db: Session, store: AudioStore) -> int:
    """Delete what expired or was forgotten; how many files that were."""
    there = folders(store)
    count = 0
    expired = select(Upload).where(Upload.recording_id.is_(None), Upload.expires_at <= now())
    for upload in db.scalars(expired.with_for_update(skip_locked=True)):
        slices = Slices(store, upload.storage_key)
        slices.take_back()  # a process may have died between keeping the file and writing its recording
        count += slices.path.exists()
        slices.discard()
        if upload.expires_at <= now() - _REMEMBERED:
            db.delete(upload)
    db.commit()
    known = set(db.scalars(select(Upload.storage_key).where(Upload.storage_key.in_(there))))
    for key in there.keys() - known:
        if there[key] < time.time() - _ROWLESS_FOR_SECONDS:
            Slices(store, key).discard()
            count += 1
    db.commit()
    return count
