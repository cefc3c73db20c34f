"""A recording is heard in stretches of a few minutes, each kept as soon as it is done."""

from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, created_at, uuid_pk


class SpeechWindow(Base):
    """One stretch, heard: where a worker goes on that takes over from one that died.

    Once the transcript is there the words lie in its segments, and ``heard`` is emptied; what was measured
    of the stretch stays.
    """

    __tablename__ = "speech_window"
    __table_args__ = (UniqueConstraint("job_id", "position"),)

    id: Mapped[uuid_pk]
    created_at: Mapped[created_at]
    job_id: Mapped[UUID] = mapped_column(ForeignKey("job.id"), index=True)
    position: Mapped[int]
    starts_seconds: Mapped[float]
    ends_seconds: Mapped[float]
    language: Mapped[str]
    #: How it was heard in the end: a word of ``fidelity.speech.types.HOW``.
    how: Mapped[str]
    #: Time with a voice in it, in seconds, and the part of it that has words, 0 to 1.
    voiced_seconds: Mapped[float]
    coverage: Mapped[float | None]
    #: What was heard, as ``fidelity.speech`` writes it down; empty once the transcript is there.
    heard: Mapped[dict[str, Any]]
    transcript_id: Mapped[UUID | None] = mapped_column(ForeignKey("transcript.id"), index=True)
