"""What this service's own tagger learned, who let it, and which one is in use."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, created_at, now, uuid_pk
from models.person import Person


class LearningSwitch(Base):
    """Somebody allowed learning, or stopped it. The latest row counts; without one it is off."""

    __tablename__ = "learning_switch"

    id: Mapped[uuid_pk]
    created_at: Mapped[datetime] = mapped_column(default=now)
    is_on: Mapped[bool]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))

    by: Mapped[Person] = relationship(lazy="joined")


class LearnedTagger(Base):
    """One training on this service's decisions, asked for by a person or by the clock; a job does it."""

    __tablename__ = "learned_tagger"

    id: Mapped[uuid_pk]
    created_at: Mapped[created_at]
    #: Nothing: the timetable asked, because the switch is on and there was enough that is new.
    by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    #: The tagger that it was trained on top of, and its own name; nothing before it has been trained.
    base_version: Mapped[str | None]
    version: Mapped[str | None]
    #: What it learned from and was measured on: numbers and the keys of recordings, never words.
    lessons: Mapped[dict[str, Any]] = mapped_column(default=dict)
    #: How it does beside the tagger that was in use, on held-out weeks and on the fixed benchmark.
    results: Mapped[dict[str, Any]] = mapped_column(default=dict)
    #: The light part itself, as ``fidelity.nlp`` reads it.
    head: Mapped[bytes | None]
    trained_at: Mapped[datetime | None]
    #: Why there is nothing to adopt: one sentence.
    failure: Mapped[str | None]

    by: Mapped[Person | None] = relationship(lazy="joined")


class TaggerAdoption(Base):
    """Somebody put a tagger to use. The latest row counts; without one it is the tagger that came along."""

    __tablename__ = "tagger_adoption"

    id: Mapped[uuid_pk]
    created_at: Mapped[datetime] = mapped_column(default=now)
    #: Nothing: back to the tagger that came with the product.
    learned_id: Mapped[UUID | None] = mapped_column(ForeignKey("learned_tagger.id"))
    by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))

    learned: Mapped[LearnedTagger | None] = relationship(lazy="joined")
    by: Mapped[Person] = relationship(lazy="joined")
