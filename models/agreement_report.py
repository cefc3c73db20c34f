"""How far raters agree, as a worker last worked it out; and who has looked at their own severity."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, created_at, now, uuid_pk


class AgreementReport(Base):
    """Agreement and severity in a team between two Mondays. The newest of a team is shown."""

    __tablename__ = "agreement_report"

    id: Mapped[uuid_pk]
    created_at: Mapped[created_at]
    team_id: Mapped[UUID] = mapped_column(ForeignKey("team.id"), index=True)
    since: Mapped[date]
    until: Mapped[date]
    #: Numbers with n, interval and reason for a blank: ``fidelity.adherence.agreement`` says how.
    results: Mapped[dict[str, Any]]


class SeverityLook(Base):
    """When a rater first saw a report's figure on themselves: others see it only after that."""

    __tablename__ = "severity_look"

    id: Mapped[uuid_pk]
    created_at: Mapped[datetime] = mapped_column(default=now)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    report_id: Mapped[UUID] = mapped_column(ForeignKey("agreement_report.id"), index=True)
