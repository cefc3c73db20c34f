"""Results of instruments from outside: imported or typed in, never computed here."""

from __future__ import annotations

from datetime import date, datetime
from enum import Enum
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, created_at, uuid_pk
from models.person import Person


class Instrument(Enum):
    """Which measure. Their items are proprietary: only scores are kept."""

    TAM_R = "TAM-R"
    SAM = "SAM"
    CAM = "CAM"


class ScoreScale(Enum):
    """What of an instrument a number measures."""

    #: TAM-R, and SAM or CAM as a whole.
    OVERALL = "overall"
    #: SAM.
    STRUCTURE_AND_PROCESS = "structure_and_process"
    ADHERENCE_TO_PRINCIPLES = "adherence_to_principles"
    ANALYTIC_PROCESS = "analytic_process"
    CLINICIAN_DEVELOPMENT = "clinician_development"
    #: CAM.
    COMPETENCE = "competence"
    PROCEDURES = "procedures"
    ALLIANCE = "alliance"


class ScoreImport(Base):
    """One file that was brought in, or one form that was typed."""

    __tablename__ = "score_import"

    id: Mapped[uuid_pk]
    created_at: Mapped[created_at]
    team_id: Mapped[UUID] = mapped_column(ForeignKey("team.id"), index=True)
    by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    is_typed: Mapped[bool]
    #: Of the file, so that the same one is not brought in twice; nothing for what was typed.
    sha256: Mapped[str | None] = mapped_column(index=True)
    rows: Mapped[int]
    #: The whole of it was taken back.
    removed_at: Mapped[datetime | None]
    removed_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))

    by: Mapped[Person] = relationship(foreign_keys=[by_id], lazy="joined")


class Score(Base):
    """One number of one respondent on one day. Taken back with its import, never deleted."""

    __tablename__ = "score"

    id: Mapped[uuid_pk]
    created_at: Mapped[created_at]
    import_id: Mapped[UUID] = mapped_column(ForeignKey("score_import.id"), index=True)
    team_id: Mapped[UUID] = mapped_column(ForeignKey("team.id"), index=True)
    instrument: Mapped[Instrument]
    scale: Mapped[ScoreScale]
    given_on: Mapped[date] = mapped_column(index=True)
    #: TAM-R: the family.
    case_id: Mapped[UUID | None] = mapped_column(ForeignKey("case.id"), index=True)
    #: Whom it is about: therapist (TAM-R), supervisor (SAM), consultant (CAM).
    about_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"), index=True)
    #: A code that tells respondents apart within the instrument; never a name.
    respondent: Mapped[str] = mapped_column(default="")
    #: TAM-R 0 to 1; SAM and CAM as the instrument reports them.
    value: Mapped[float]

    of_import: Mapped[ScoreImport] = relationship(lazy="joined")
