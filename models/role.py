"""Which role a person holds in which team, from when to when."""

from __future__ import annotations

from datetime import date
from enum import Enum
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, created_at, uuid_pk

if TYPE_CHECKING:
    from models.person import Person
    from models.team import Team


class Role(Enum):
    """What somebody does in a team. The administrator is the only one without a team."""

    THERAPIST = "therapist"
    CONSULTANT = "consultant"
    SUPERVISOR = "supervisor"
    ADMINISTRATOR = "administrator"


class TeamRole(Base):
    """One person, one role, one team, one stretch of time. Ended, never deleted."""

    __tablename__ = "team_role"
    __table_args__ = (
        CheckConstraint(
            "(team_id IS NULL) = (role = 'administrator')", name="only_administrators_have_no_team"
        ),
        CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="ends_after_it_starts"),
    )

    id: Mapped[uuid_pk]
    created_at: Mapped[created_at]
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    team_id: Mapped[UUID | None] = mapped_column(ForeignKey("team.id"), index=True)
    role: Mapped[Role]
    starts_on: Mapped[date]
    #: The last day. Nothing: for as long as the person stays.
    ends_on: Mapped[date | None]

    person: Mapped[Person] = relationship(back_populates="team_roles")
    team: Mapped[Team | None] = relationship(lazy="joined")

    def is_held_on(self, day: date) -> bool:
        """Whether the role counts on a day."""
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)
