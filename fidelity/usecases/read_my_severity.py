"""A rater's own severity: they see it first, and others after that."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from fidelity.adherence.agreement import Severity
from fidelity.permissions import Deed, teams_where
from fidelity.usecases import audit
from fidelity.usecases.errors import NotAllowed
from fidelity.usecases.read_agreement import newest_report, severity_in
from models import AgreementReport, Person, SeverityLook, Team


@dataclass(frozen=True)
class MySeverity:
    """In one team. ``report``: nothing before there was one; ``severity``: nothing where it is not in it."""

    team: Team
    report: AgreementReport | None
    severity: Severity | None


def read_my_severity(db: Session, *, by: Person) -> Sequence[MySeverity]:
    """Of each team in which the person may rate, by name. To look is kept: that lets others see it."""
    teams = teams_where(by, Deed.SEE_AGREEMENT)
    if not teams:
        raise NotAllowed
    found = []
    for team in db.scalars(select(Team).where(Team.id.in_(teams)).order_by(Team.name)):
        report = newest_report(db, team.id)
        severity = severity_in(report, by.id) if report else None
        if report and severity:
            _keep_look(db, by.id, report)
        found.append(MySeverity(team, report, severity))
    audit.note_reading(db, by, "read own severity", subject_id=by.id)
    return found


def _keep_look(db: Session, person_id: UUID, report: AgreementReport) -> None:
    """On a connection of its own, as a page that reads holds no right to write."""
    with Session(db.get_bind().execution_options(writes=True)) as own:
        # A worker may have put a newer one in its place in this moment; then the look is at that one.
        is_there = own.scalar(select(AgreementReport.id).filter_by(id=report.id).with_for_update())
        looked = select(SeverityLook.id).filter_by(person_id=person_id, report_id=report.id)
        if is_there and own.scalar(looked.limit(1)) is None:
            own.add(SeverityLook(person_id=person_id, report_id=report.id))
            own.commit()
