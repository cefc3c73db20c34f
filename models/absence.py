"""When a consultant is away, and who does their reviews meanwhile."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, created_at, uuid_pk
from models.person import Person


class Absence(Base):
    """Days, both counted, on which somebody reviews nothing in a team, and who covers."""

    __tablename__ = "absence"
    __table_args__ = (
        CheckConstraint("ends_on >= starts_on", name="ends_after_it_starts"),
        CheckConstraint("covered_by_id <> person_id", name="somebody_else_covers"),
    )

    id: Mapped[uuid_pk]
    created_at: Mapped[created_at]
    team_id: Mapped[UUID] = mapped_column(ForeignKey("team.id"), index=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    covered_by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    said_by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    #: It was called off. The row stays.
    removed_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship(foreign_keys=[person_id], lazy="joined")
    covered_by: Mapped[Person] = relationship(foreign_keys=[covered_by_id], lazy="joined")

    def is_on(self, day: date) -> bool:
        """Whether somebody covers on a day."""
        return self.removed_at is None and self.starts_on <= day <= self.ends_on
