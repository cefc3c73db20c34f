"""What people change of a transcript: an overlay on the machine's words, kept as steps that can be undone."""

from __future__ import annotations

from datetime import datetime
from enum import Enum
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, now, uuid_pk
from models.words import SpeakerRole

if TYPE_CHECKING:
    from models.transcript import Segment


class ChangeKind(Enum):
    """What a person did, in one step."""

    NAMED_TURNS = "named_turns"
    NAMED_VOICE = "named_voice"
    CORRECTED_WORDS = "corrected_words"
    REPLACED_ALL = "replaced_all"
    #: Taken over from an earlier version of the same recording.
    CARRIED_OVER = "carried_over"


class TranscriptChange(Base):
    """One step. Undoing hides all that it holds; doing it again is a new step like it. Nothing is deleted."""

    __tablename__ = "transcript_change"

    id: Mapped[uuid_pk]
    created_at: Mapped[datetime] = mapped_column(default=now)
    transcript_id: Mapped[UUID] = mapped_column(ForeignKey("transcript.id"), index=True)
    kind: Mapped[ChangeKind]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    undone_at: Mapped[datetime | None]
    undone_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))

    def counts_at(self, moment: datetime | None) -> bool:
        """Whether the step was in force at a moment; nothing: whether it is now."""
        if moment is None:
            return self.undone_at is None
        return self.created_at <= moment and (self.undone_at is None or self.undone_at > moment)


class VoiceNaming(Base):
    """A person says who one of the voices is, for every turn of it that has not been named by itself."""

    __tablename__ = "voice_naming"

    id: Mapped[uuid_pk]
    created_at: Mapped[datetime] = mapped_column(default=now)
    transcript_id: Mapped[UUID] = mapped_column(ForeignKey("transcript.id"), index=True)
    change_id: Mapped[UUID] = mapped_column(ForeignKey("transcript_change.id"), index=True)
    voice: Mapped[str]
    role: Mapped[SpeakerRole]

    change: Mapped[TranscriptChange] = relationship(lazy="joined")


class SpeakerNaming(Base):
    """A person says who speaks a turn, or some words of it. Rows are only added."""

    __tablename__ = "speaker_naming"
    __table_args__ = (
        CheckConstraint(
            "(first_word IS NULL AND last_word IS NULL) OR (0 <= first_word AND first_word <= last_word)",
            name="words_are_in_order",
        ),
    )

    id: Mapped[uuid_pk]
    created_at: Mapped[datetime] = mapped_column(default=now)
    segment_id: Mapped[UUID] = mapped_column(ForeignKey("segment.id"), index=True)
    change_id: Mapped[UUID] = mapped_column(ForeignKey("transcript_change.id"), index=True)
    role: Mapped[SpeakerRole]
    #: The first and the last of the segment's words that are meant, counted from 0; nothing: the whole turn.
    first_word: Mapped[int | None]
    last_word: Mapped[int | None]

    segment: Mapped[Segment] = relationship(back_populates="namings")
    change: Mapped[TranscriptChange] = relationship(lazy="joined")


class WordCorrection(Base):
    """Other text in the place of some of a segment's words. The machine's stay underneath, with their times.

    Text that equals the machine's confirms it: such words are not suspect any more.
    """

    __tablename__ = "word_correction"
    __table_args__ = (
        CheckConstraint("0 <= first_word AND first_word <= last_word", name="words_are_in_order"),
    )

    id: Mapped[uuid_pk]
    created_at: Mapped[datetime] = mapped_column(default=now)
    segment_id: Mapped[UUID] = mapped_column(ForeignKey("segment.id"), index=True)
    change_id: Mapped[UUID] = mapped_column(ForeignKey("transcript_change.id"), index=True)
    #: The first and the last of the segment's words that are replaced, counted from 0.
    first_word: Mapped[int]
    last_word: Mapped[int]
    #: What stands there instead; empty where nothing was said.
    text: Mapped[str]

    segment: Mapped[Segment] = relationship(back_populates="corrections")
    change: Mapped[TranscriptChange] = relationship(lazy="joined")
