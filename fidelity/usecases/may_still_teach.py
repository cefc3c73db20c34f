"""Which recordings may teach the tagger today, whatever they taught before."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import LearnedTagger, Recording, RecordingStatus

_GONE = (RecordingStatus.WITHDRAWN, RecordingStatus.CANCELLED)


def taken_back(db: Session, recordings: Iterable[UUID]) -> int:
    """How many of these may not teach any more: withdrawn, erased, or without their people's agreement."""
    agreed = select(Recording.id).where(Recording.is_learning_agreed, Recording.status.not_in(_GONE))
    asked = set(recordings)
    return len(asked - set(db.scalars(agreed))) if asked else 0


def recordings_of(learned: LearnedTagger) -> set[UUID]:
    """Those that a tagger learned from, or was measured on."""
    return {UUID(key) for key in learned.lessons.get("recordings", ())}
