"""A rater's own severity: they see it first, and others after that."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from fidelity.adherence.agreement import Severity
from fidelity.permissions import Deed, teams_where
from fidelity.usecases import audit
from fidelity.usecases.errors import NotAllowed
from fidelity.usecases.read_agreement import newest_reports, severity_in
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
    reports = newest_reports(db, teams)
    found = []
    for team in db.scalars(select(Team).where(Team.id.in_(teams)).order_by(Team.name)):
        report = reports.get(team.id)
        severity = severity_in(report, by.id) if report else None
        found.append(MySeverity(team, report, severity))
    if shown := {each.report.id for each in found if each.report and each.severity}:
        _keep_looks(db, by.id, shown)
    audit.note_reading(db, by, "read own severity", subject_id=by.id)
    return found


def _keep_looks(db: Session, person_id: UUID, shown: Collection[UUID]) -> None:
    """On a connection of its own, as a page that reads holds no right to write."""
    with Session(db.get_bind().execution_options(writes=True)) as own:
        # A worker may have put a newer one in its place in this moment; then the look is at that one.
        there = select(AgreementReport.id).where(AgreementReport.id.in_(shown)).with_for_update()
        looked = select(SeverityLook.report_id).where(
            SeverityLook.person_id == person_id, SeverityLook.report_id.in_(shown)
        )
        if new := set(own.scalars(there)) - set(own.scalars(looked)):
            own.add_all(SeverityLook(person_id=person_id, report_id=report_id) for report_id in new)
            own.commit()
