"""A week that is rated twice, and what the two raters agreed on in the end."""

from __future__ import annotations

from datetime import datetime
from enum import Enum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, created_at, now, uuid_pk
from models.person import Person
from models.week import Week
from models.words import Principle


class LookCause(Enum):
    """Why a week is rated a second time."""

    #: Drawn by chance, the team's share.
    SHARE = "share"
    #: The therapist contests something in the feedback.
    CONTESTED = "contested"
    #: Somebody who reviews the team asked for it.
    ASKED = "asked"


class SecondLook(Base):
    """The wish for a second rating of a week. The rating itself is a Review with ``Rater.SECOND``."""

    __tablename__ = "second_look"

    id: Mapped[uuid_pk]
    created_at: Mapped[created_at]
    week_id: Mapped[UUID] = mapped_column(ForeignKey("week.id"), unique=True)
    cause: Mapped[LookCause]
    #: Who asked; nothing for the machine's draw.
    asked_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    #: Who is to do it; nothing: anybody of the team's raters but the first.
    given_to_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"), index=True)
    #: When the second rating was handed in.
    done_at: Mapped[datetime | None]

    week: Mapped[Week] = relationship(lazy="joined")
    given_to: Mapped[Person | None] = relationship(foreign_keys=[given_to_id], lazy="joined")


class Consensus(Base):
    """What two raters agreed on for a principle after both were done. Only added to; the last counts."""

    __tablename__ = "consensus"
    __table_args__ = (
        CheckConstraint("value IS NULL OR value BETWEEN 1 AND 5", name="value_is_on_the_scale"),
    )

    id: Mapped[uuid_pk]
    created_at: Mapped[datetime] = mapped_column(default=now)
    week_id: Mapped[UUID] = mapped_column(ForeignKey("week.id"), index=True)
    principle: Mapped[Principle]
    #: Nothing: not assessable.
    value: Mapped[int | None]
    #: What settled it.
    why: Mapped[str]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))

    by: Mapped[Person] = relationship(lazy="joined")
