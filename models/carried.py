"""What became of people's work when a recording was transcribed anew."""

from datetime import datetime
from enum import Enum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, created_at, uuid_pk


class Settled(Enum):
    """What a person did with what found no place by itself."""

    PLACED = "placed"
    LET_GO = "let_go"


class CarriedOver(Base):
    """One mark, comment, or change by a person, and where it stands in the newer transcript.

    Without ``to_segment_id`` it found no place: it is listed until a person has settled it.
    """

    __tablename__ = "carried_over"
    __table_args__ = (
        CheckConstraint(
            "(CASE WHEN mark_id IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN comment_id IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN change_id IS NULL THEN 0 ELSE 1 END) = 1",
            name="one_thing_is_carried",
        ),
    )

    id: Mapped[uuid_pk]
    created_at: Mapped[created_at]
    #: The newer version.
    transcript_id: Mapped[UUID] = mapped_column(ForeignKey("transcript.id"), index=True)
    mark_id: Mapped[UUID | None] = mapped_column(ForeignKey("mark.id"), index=True)
    comment_id: Mapped[UUID | None] = mapped_column(ForeignKey("comment.id"), index=True)
    #: A step of the earlier transcript: a correction, or a naming of a turn or a voice.
    change_id: Mapped[UUID | None] = mapped_column(ForeignKey("transcript_change.id"), index=True)
    #: Where it stood before: the turn, the characters, and the words.
    from_segment_id: Mapped[UUID | None] = mapped_column(ForeignKey("segment.id"), index=True)
    from_starts: Mapped[int | None]
    from_ends: Mapped[int | None]
    quote: Mapped[str] = mapped_column(default="")
    to_segment_id: Mapped[UUID | None] = mapped_column(ForeignKey("segment.id"), index=True)
    settled_at: Mapped[datetime | None]
    settled_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    settled: Mapped[Settled | None]
