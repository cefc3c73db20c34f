"""Which version of a recording's words counts: the newest, or the newest of an earlier moment."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Segment, Transcript


def newest_version(db: Session, recording_id: UUID, *, at: datetime | None = None) -> Transcript | None:
    """``at``: the version that was the newest at that moment. Nothing where nothing was written down yet."""
    versions = select(Transcript).filter_by(recording_id=recording_id)
    if at is not None:
        versions = versions.where(Transcript.created_at <= at)
    return db.scalars(versions.order_by(Transcript.version.desc()).limit(1)).first()


def has_words(db: Session, recording_id: UUID) -> bool:
    """Whether there is something to read, whatever becomes of the work that is under way."""
    of_recording = (
        select(Segment.id).join(Transcript).where(Transcript.recording_id == recording_id, Segment.text != "")
    )
    return db.scalars(of_recording.limit(1)).first() is not None
