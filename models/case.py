"""One family in treatment, known only by a reference."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, created_at, uuid_pk
from models.person import Person
from models.team import Team


class Case(Base):
    """A family. The reference, such as ``LEI-0042``, is all that says who they are."""

    __tablename__ = "case"

    id: Mapped[uuid_pk]
    created_at: Mapped[created_at]
    team_id: Mapped[UUID] = mapped_column(ForeignKey("team.id"), index=True)
    reference: Mapped[str] = mapped_column(unique=True)
    opened_on: Mapped[date]
    #: The last day of treatment.
    closed_on: Mapped[date | None]

    team: Mapped[Team] = relationship(lazy="joined")
    therapists: Mapped[list[CaseTherapist]] = relationship(
        back_populates="case", order_by="CaseTherapist.starts_on", lazy="selectin"
    )

    def therapists_on(self, day: date) -> list[Person]:
        """Who holds the case on a day."""
        return [held.person for held in self.therapists if held.is_held_on(day)]


class CaseTherapist(Base):
    """Who holds a case, from when to when."""

    __tablename__ = "case_therapist"
    __table_args__ = (UniqueConstraint("case_id", "person_id", "starts_on"),)

    id: Mapped[uuid_pk]
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case.id"), index=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]

    case: Mapped[Case] = relationship(back_populates="therapists")
    person: Mapped[Person] = relationship(lazy="joined")

    def is_held_on(self, day: date) -> bool:
        """Whether the person holds the case on a day."""
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)
