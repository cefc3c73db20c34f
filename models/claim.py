"""Who has taken a week of the queue upon themselves, and which weeks wait on purpose."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, created_at, uuid_pk
from models.person import Person


class Claim(Base):
    """Somebody says that a week is theirs to review. At most one of a week is live at a time.

    A claim lives until ``ended_at`` or, if nothing was begun, until ``expires_at``. Rows stay as a trace.
    """

    __tablename__ = "claim"

    id: Mapped[uuid_pk]
    created_at: Mapped[created_at]
    week_id: Mapped[UUID] = mapped_column(ForeignKey("week.id"), index=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    #: Who handed it over; nothing where the person took it.
    given_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    #: What the next person should know. Never shown to the therapist.
    handed_over_with: Mapped[str] = mapped_column(default="")
    expires_at: Mapped[datetime] = mapped_column(index=True)
    #: Given back, handed over, or taken by somebody else after it had expired.
    ended_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship(foreign_keys=[person_id], lazy="joined")
    given_by: Mapped[Person | None] = relationship(foreign_keys=[given_by_id])


class Snooze(Base):
    """A week put off until a moment, with the reason. Rows stay as a trace."""

    __tablename__ = "snooze"

    id: Mapped[uuid_pk]
    created_at: Mapped[created_at]
    week_id: Mapped[UUID] = mapped_column(ForeignKey("week.id"), index=True)
    by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    until: Mapped[datetime] = mapped_column(index=True)
    reason: Mapped[str]
    #: Woken before its time.
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))

    by: Mapped[Person] = relationship(foreign_keys=[by_id], lazy="joined")
