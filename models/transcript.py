"""What the recogniser heard: immutable, in versions."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, created_at, uuid_pk
from models.change import SpeakerNaming, VoiceNaming, WordCorrection
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
    #: Where a voice was heard and no words were found, whatever was tried:
    #: ``[{"start": 61.0, "end": 65.5}, …]``, seconds.
    gaps: Mapped[list[dict[str, Any]]] = mapped_column(default=list)

    recording: Mapped[Recording] = relationship()
    segments: Mapped[list[Segment]] = relationship(back_populates="transcript", order_by="Segment.position")
    voice_namings: Mapped[list[VoiceNaming]] = relationship(order_by="VoiceNaming.created_at")


class Segment(Base):
    """One turn: its words with times and probabilities. What people change lies over it, never in it."""

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
    #: Which of the voices that were told apart, ``A``, ``B``, …; nothing where they were not. A voice is
    #: the same within one transcript and means nothing outside it.
    voice: Mapped[str | None]
    #: The machine's guess; unknown where it is not sure enough.
    machine_role: Mapped[SpeakerRole] = mapped_column(default=SpeakerRole.UNKNOWN)
    #: How sure the machine is of its guess, 0 to 1; nothing where it makes none.
    machine_role_probability: Mapped[float | None]
    #: Why the words are probably not what was said; such words are struck through and never tagged.
    suspect_because: Mapped[str | None]

    transcript: Mapped[Transcript] = relationship(back_populates="segments")
    namings: Mapped[list[SpeakerNaming]] = relationship(
        order_by="SpeakerNaming.created_at", lazy="selectin", back_populates="segment"
    )
    corrections: Mapped[list[WordCorrection]] = relationship(
        order_by="WordCorrection.created_at", back_populates="segment"
    )
