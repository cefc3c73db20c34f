"""How a person likes to work: keys of the desk, and whether a digest comes by e-mail."""

from __future__ import annotations

from datetime import date
from enum import Enum
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, created_at, uuid_pk


class Digest(Enum):
    """How often a person wants to be told by e-mail what waits for them."""

    NEVER = "never"
    DAILY = "daily"
    WEEKLY = "weekly"


class PersonChoices(Base):
    """One row a person, made when they first choose something."""

    __tablename__ = "person_choices"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    #: Name of what a key does at the desk → the key; only those that differ from what is usual.
    desk_keys: Mapped[dict[str, Any]] = mapped_column(default=dict)
    #: Player: ``{"speed": 1.25, "skips_silence": true, "follows": true, "rewind_seconds": 2}``.
    player: Mapped[dict[str, Any]] = mapped_column(default=dict)
    digest: Mapped[Digest] = mapped_column(default=Digest.NEVER)


class DigestSent(Base):
    """One digest that went out, or is going out, so that none goes twice. Its numbers are not kept."""

    __tablename__ = "digest_sent"
    __table_args__ = (UniqueConstraint("person_id", "day"),)

    id: Mapped[uuid_pk]
    created_at: Mapped[created_at]
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    day: Mapped[date]
