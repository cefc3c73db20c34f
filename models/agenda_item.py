"""What a team talks about in one consultation, as far as people have arranged it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, created_at, uuid_pk
from models.person import Person


class AgendaItem(Base):
    """Place, tick and note of one item. Items made from weeks have a row only once somebody touched them.

    ``key`` says which item it is: a kind and the id of what it is made from, or ``own:`` and an id for one
    that a person wrote.
    """

    __tablename__ = "agenda_item"
    __table_args__ = (UniqueConstraint("team_id", "monday", "key"),)

    id: Mapped[uuid_pk]
    created_at: Mapped[created_at]
    team_id: Mapped[UUID] = mapped_column(ForeignKey("team.id"), index=True)
    #: The Monday of the week in which the consultation is.
    monday: Mapped[date] = mapped_column(index=True)
    key: Mapped[str]
    #: What a person wrote; empty for items made from weeks.
    text: Mapped[str] = mapped_column(default="")
    week_id: Mapped[UUID | None] = mapped_column(ForeignKey("week.id"), index=True)
    by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    #: Its place among the others, from 0; nothing: where the machine puts it.
    position: Mapped[int | None]
    ticked_at: Mapped[datetime | None]
    ticked_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    #: Taken off the agenda; can be put back.
    removed_at: Mapped[datetime | None]
    #: What was said, in a line.
    outcome: Mapped[str] = mapped_column(default="")
    #: What the item said when it was ticked off, in paragraphs: fidelity/agenda/said.py. Empty before that.
    stood: Mapped[list[dict[str, Any]]] = mapped_column(default=list)

    by: Mapped[Person] = relationship(foreign_keys=[by_id], lazy="joined")
