"""The nine principles as a rater sees them, in versions."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, created_at, uuid_pk
from models.words import Principle


class Codebook(Base):
    """One version. Ratings say which they were made by."""

    __tablename__ = "codebook"

    id: Mapped[uuid_pk]
    created_at: Mapped[created_at]
    version: Mapped[str] = mapped_column(unique=True)

    entries: Mapped[list[CodebookEntry]] = relationship(
        back_populates="codebook", order_by="CodebookEntry.number"
    )

    def entry(self, principle: Principle) -> CodebookEntry:
        """What this version says of a principle."""
        return next(entry for entry in self.entries if entry.principle is principle)


class CodebookEntry(Base):
    """A principle: what it means, how it sounds kept and broken, what each rating stands for."""

    __tablename__ = "codebook_entry"
    __table_args__ = (UniqueConstraint("codebook_id", "principle"),)

    id: Mapped[uuid_pk]
    codebook_id: Mapped[UUID] = mapped_column(ForeignKey("codebook.id"), index=True)
    principle: Mapped[Principle]
    number: Mapped[int]
    title: Mapped[str]
    definition: Mapped[str]
    #: ``{"+": [example, …], "-": [example, …]}``
    examples: Mapped[dict[str, Any]]
    #: ``{"1": what a 1 looks like, … "5": …}``
    anchors: Mapped[dict[str, Any]]

    codebook: Mapped[Codebook] = relationship(back_populates="entries")
