"""The therapist's answer to feedback; it travels with what it answers."""

from datetime import datetime
from enum import Enum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, now, uuid_pk
from models.person import Person


class Stance(Enum):
    """What the therapist makes of it."""

    ACCEPT = "accept"
    EXPLAIN = "explain"
    CONTEST = "contest"
    #: Somebody answers in the thread, rater or therapist. It changes nothing of where the therapist stands.
    ANSWER = "answer"


class Reply(Base):
    """An answer to one rating, mark or comment, or to the whole review when none is named."""

    __tablename__ = "reply"
    __table_args__ = (
        CheckConstraint(
            "(CASE WHEN rating_id IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN mark_id IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN comment_id IS NULL THEN 0 ELSE 1 END) <= 1",
            name="answers_one_thing",
        ),
    )

    id: Mapped[uuid_pk]
    created_at: Mapped[datetime] = mapped_column(default=now)
    review_id: Mapped[UUID] = mapped_column(ForeignKey("review.id"), index=True)
    rating_id: Mapped[UUID | None] = mapped_column(ForeignKey("rating.id"))
    mark_id: Mapped[UUID | None] = mapped_column(ForeignKey("mark.id"))
    comment_id: Mapped[UUID | None] = mapped_column(ForeignKey("comment.id"))
    by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    stance: Mapped[Stance]
    text: Mapped[str] = mapped_column(default="")

    by: Mapped[Person] = relationship(lazy="joined")
