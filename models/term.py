"""A team's names and terms, which the recogniser would not know."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, created_at, uuid_pk


class TeamTerm(Base):
    """A word or name that is spoken in the team's sessions. What was removed stays on record."""

    __tablename__ = "team_term"

    id: Mapped[uuid_pk]
    created_at: Mapped[created_at]
    team_id: Mapped[UUID] = mapped_column(ForeignKey("team.id"), index=True)
    by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    term: Mapped[str]
    #: What the recogniser tends to write instead, one a line; for replacing it everywhere.
    often_heard_as: Mapped[str] = mapped_column(default="")
    removed_at: Mapped[datetime | None]
    removed_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
