"""A case's weekly summary: a draft that saves itself, and revisions that never change."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, created_at, now, uuid_pk
from models.person import Person
from models.week import Week


class CaseNote(Base):
    """The note of one week. What counts is its latest revision."""

    __tablename__ = "case_note"

    id: Mapped[uuid_pk]
    created_at: Mapped[created_at]
    week_id: Mapped[UUID] = mapped_column(ForeignKey("week.id"), unique=True)

    week: Mapped[Week] = relationship(lazy="joined")
    draft: Mapped[CaseNoteDraft | None] = relationship(back_populates="note")
    revisions: Mapped[list[CaseNoteRevision]] = relationship(
        back_populates="note", order_by="CaseNoteRevision.number"
    )

    @property
    def latest(self) -> CaseNoteRevision | None:
        """The revision that is read, tagged and reviewed."""
        return self.revisions[-1] if self.revisions else None


class CaseNoteDraft(Base):
    """What is being typed. ``number`` grows with every save; a save based on an older one clashes."""

    __tablename__ = "case_note_draft"

    note_id: Mapped[UUID] = mapped_column(ForeignKey("case_note.id"), primary_key=True)
    saved_at: Mapped[datetime] = mapped_column(default=now)
    saved_by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    number: Mapped[int]
    sections: Mapped[dict[str, Any]]

    note: Mapped[CaseNote] = relationship(back_populates="draft")
    saved_by: Mapped[Person] = relationship()


class CaseNoteRevision(Base):
    """A note as it was handed in. ``sections`` holds the form, ``texts`` the words as they are read.

    ``texts`` maps a section's name to plain text; positions of suggestions, marks and comments
    count characters in it.
    """

    __tablename__ = "case_note_revision"
    __table_args__ = (UniqueConstraint("note_id", "number"),)

    id: Mapped[uuid_pk]
    created_at: Mapped[created_at]
    note_id: Mapped[UUID] = mapped_column(ForeignKey("case_note.id"), index=True)
    number: Mapped[int]
    written_by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    sections: Mapped[dict[str, Any]]
    texts: Mapped[dict[str, Any]]

    note: Mapped[CaseNote] = relationship(back_populates="revisions")
    written_by: Mapped[Person] = relationship(lazy="joined")
