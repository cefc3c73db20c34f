"""Feedback that was taken back after it had been published: the trace of it."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, created_at, uuid_pk
from models.person import Person


class TakenBack(Base):
    """One taking back. Rows are only added; the therapist sees that, when and why it happened."""

    __tablename__ = "taken_back"

    id: Mapped[uuid_pk]
    created_at: Mapped[created_at]
    review_id: Mapped[UUID] = mapped_column(ForeignKey("review.id"), index=True)
    by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    reason: Mapped[str]
    #: When it had been published, and when the therapist had opened it (nothing: not yet).
    published_at: Mapped[datetime]
    read_at: Mapped[datetime | None]
    #: What stood in it: ``{"ratings": {principle: value or null}, "whys": {principle: text}, "strengths": …,
    #: "barriers": …, "next_steps": …, "actions": [text, …]}``.
    content: Mapped[dict[str, Any]]

    by: Mapped[Person] = relationship(lazy="joined")
