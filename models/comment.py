"""What people say to each other about words."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.anchor import Anchored, anchor_is_whole
from models.base import Base, created_at, uuid_pk
from models.person import Person


class Comment(Base, Anchored):
    """A remark at its place in a transcript or note; part of a review."""

    __tablename__ = "comment"
    __table_args__ = (anchor_is_whole(),)

    id: Mapped[uuid_pk]
    created_at: Mapped[created_at]
    review_id: Mapped[UUID] = mapped_column(ForeignKey("review.id"), index=True)
    by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    text: Mapped[str]
    resolved_at: Mapped[datetime | None]
    resolved_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    #: Taken back before publishing, not deleted.
    removed_at: Mapped[datetime | None]

    by: Mapped[Person] = relationship(foreign_keys=[by_id], lazy="joined")
