"""Who did, read or played what, and when. Without content, and only ever added to."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, now, uuid_pk


class AuditEntry(Base):
    """One thing that somebody did. A trigger in the database refuses to change or remove it.

    Keys are kept without foreign keys: the entry outlives what it speaks of.
    """

    __tablename__ = "audit_entry"
    __table_args__ = (
        Index("ix_audit_entry_team_at", "team_id", "at"),
        Index("ix_audit_entry_person_at", "person_id", "at"),
    )

    id: Mapped[uuid_pk]
    at: Mapped[datetime] = mapped_column(default=now, index=True)
    #: Nobody: the machine did it, or somebody who could not sign in.
    person_id: Mapped[UUID | None]
    team_id: Mapped[UUID | None]
    #: A verb and its thing, such as ``played recording``.
    what: Mapped[str]
    subject_id: Mapped[UUID | None]
