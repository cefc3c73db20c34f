"""What became of something agreed, and which words show it."""

from __future__ import annotations

from enum import Enum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, created_at, uuid_pk
from models.person import Person
from models.review import Action
from models.words import NoteSection


class ActionOutcome(Enum):
    """What the therapist says of it, or what a rater found."""

    DONE = "done"
    PARTLY = "partly"
    NOT_DONE = "not_done"
    #: A rater's: it can be seen in the week's words, or cannot.
    SEEN = "seen"
    NOT_SEEN = "not_seen"


class ActionAnswer(Base):
    """One answer, with its evidence. Rows are only added: the last of a therapist counts, and of each rater.

    ``review_id`` is set on a rater's answer. Evidence is characters of a turn or of a note's section, as in
    a mark, or nothing.
    """

    __tablename__ = "action_answer"
    __table_args__ = (
        CheckConstraint("segment_id IS NULL OR revision_id IS NULL", name="evidence_is_in_one_place"),
    )

    id: Mapped[uuid_pk]
    created_at: Mapped[created_at]
    action_id: Mapped[UUID] = mapped_column(ForeignKey("action.id"), index=True)
    #: The week in which it was looked for.
    week_id: Mapped[UUID] = mapped_column(ForeignKey("week.id"), index=True)
    review_id: Mapped[UUID | None] = mapped_column(ForeignKey("review.id"), index=True)
    by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    outcome: Mapped[ActionOutcome]
    text: Mapped[str] = mapped_column(default="")
    segment_id: Mapped[UUID | None] = mapped_column(ForeignKey("segment.id"), index=True)
    revision_id: Mapped[UUID | None] = mapped_column(ForeignKey("case_note_revision.id"), index=True)
    section: Mapped[NoteSection | None]
    starts: Mapped[int | None]
    ends: Mapped[int | None]
    quote: Mapped[str] = mapped_column(default="")

    action: Mapped[Action] = relationship()
    by: Mapped[Person] = relationship(lazy="joined")
