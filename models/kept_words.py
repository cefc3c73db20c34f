"""What somebody typed into a draft that had moved on meanwhile: kept, so that nothing is lost."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, created_at, uuid_pk
from models.person import Person


class KeptWords(Base):
    """One save that clashed, until a person has looked at both versions."""

    __tablename__ = "kept_words"
    __table_args__ = (CheckConstraint("(review_id IS NULL) <> (note_id IS NULL)", name="of_one_draft"),)

    id: Mapped[uuid_pk]
    created_at: Mapped[created_at]
    review_id: Mapped[UUID | None] = mapped_column(ForeignKey("review.id"), index=True)
    note_id: Mapped[UUID | None] = mapped_column(ForeignKey("case_note.id"), index=True)
    by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    #: The draft's number that the page was showing.
    based_on: Mapped[int]
    #: The fields of the form as they were sent; ``{"whys": {principle: text}}`` for what stands by a rating.
    words: Mapped[dict[str, Any]]
    settled_at: Mapped[datetime | None]
    settled_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))

    by: Mapped[Person] = relationship(foreign_keys=[by_id], lazy="joined")
