"""What the recogniser heard: immutable, in versions."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, created_at, now, uuid_pk
from models.recording import Recording
from models.words import SpeakerRole


class Transcript(Base):
    """One version of a recording's words. A later version stands beside it, never over it."""

    __tablename__ = "transcript"
    __table_args__ = (UniqueConstraint("recording_id", "version"),)

    id: Mapped[uuid_pk]
    created_at: Mapped[created_at]
    recording_id: Mapped[UUID] = mapped_column(ForeignKey("recording.id"), index=True)
    version: Mapped[int]
    engine: Mapped[str]
    model: Mapped[str]
    settings: Mapped[dict[str, Any]]
    language: Mapped[str]
    #: Time covered by words ÷ time with a voice in it; nothing where there was no voice.
    coverage: Mapped[float | None]

    recording: Mapped[Recording] = relationship()
    segments: Mapped[list[Segment]] = relationship(back_populates="transcript", order_by="Segment.position")


class Segment(Base):
    """One turn: its words with times and probabilities."""

    __tablename__ = "segment"
    __table_args__ = (UniqueConstraint("transcript_id", "position"),)

    id: Mapped[uuid_pk]
    transcript_id: Mapped[UUID] = mapped_column(ForeignKey("transcript.id"), index=True)
    position: Mapped[int]
    starts_seconds: Mapped[float]
    ends_seconds: Mapped[float]
    text: Mapped[str]
    #: ``[{"start": 1.2, "end": 1.5, "text": "Hello", "probability": 0.98}, …]``, times in seconds.
    words: Mapped[list[dict[str, Any]]]
    #: The machine's guess. Every turn is unknown until something better than a guess exists.
    machine_role: Mapped[SpeakerRole] = mapped_column(default=SpeakerRole.UNKNOWN)
    #: Why the words are probably not what was said; such words are struck through and never tagged.
    suspect_because: Mapped[str | None]

    transcript: Mapped[Transcript] = relationship(back_populates="segments")
    namings: Mapped[list[SpeakerNaming]] = relationship(
        order_by="SpeakerNaming.created_at", lazy="selectin", back_populates="segment"
    )

    @property
    def role(self) -> SpeakerRole:
        """Who speaks: what a person said last, else what the machine holds."""
        return self.namings[-1].role if self.namings else self.machine_role


class SpeakerNaming(Base):
    """A person says who speaks a turn. Rows are only added, so every naming can be undone."""

    __tablename__ = "speaker_naming"

    id: Mapped[uuid_pk]
    created_at: Mapped[datetime] = mapped_column(default=now)
    segment_id: Mapped[UUID] = mapped_column(ForeignKey("segment.id"), index=True)
    role: Mapped[SpeakerRole]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))

    segment: Mapped[Segment] = relationship(back_populates="namings")
