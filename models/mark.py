"""What a person says that words show."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.anchor import Anchored, anchor_is_whole
from models.base import Base, created_at, uuid_pk
from models.suggestion import Suggestion
from models.words import Polarity, Principle


class Mark(Base, Anchored):
    """Evidence for a principle, set by a rater; from a suggestion or from nothing."""

    __tablename__ = "mark"
    __table_args__ = (anchor_is_whole(),)

    id: Mapped[uuid_pk]
    created_at: Mapped[created_at]
    review_id: Mapped[UUID] = mapped_column(ForeignKey("review.id"), index=True)
    by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    principle: Mapped[Principle]
    polarity: Mapped[Polarity]
    suggestion_id: Mapped[UUID | None] = mapped_column(ForeignKey("suggestion.id"), index=True)
    #: Taken back, not deleted.
    removed_at: Mapped[datetime | None]

    suggestion: Mapped[Suggestion | None] = relationship(lazy="raise_on_sql")
