"""How far a team's raters agree, as it was last worked out; and whose severity may be seen."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from fidelity.adherence.agreement import Compared, Comparison, Severity
from fidelity.permissions import Deed
from fidelity.usecases import audit, guard
from fidelity.usecases.ask_for_agreement import is_being_measured
from models import AgreementReport, Person, SeverityLook, Team


@dataclass(frozen=True)
class RaterSeverity:
    """A rater's figure of the newest report that they have looked at; nothing where they have not."""

    person_id: UUID
    name: str
    severity: Severity | None
    #: When that report was made.
    at: datetime | None


@dataclass(frozen=True)
class AgreementPage:
    """``report``: nothing before there was one."""

    team: Team
    report: AgreementReport | None
    comparisons: Mapping[Compared, Comparison]
    #: By name.
    raters: Sequence[RaterSeverity]
    is_being_measured: bool


def read_agreement(db: Session, *, by: Person, team_id: UUID) -> AgreementPage:
    """A rater's severity is theirs first: somebody else sees it when they have looked."""
    team = guard.team(db, by, Deed.SEE_AGREEMENT, team_id)
    report = newest_report(db, team_id)
    audit.note_reading(db, by, "read agreement", subject_id=team_id, team_id=team_id)
    return AgreementPage(
        team=team,
        report=report,
        comparisons={each: Comparison.read(report.results[each.value]) for each in Compared}
        if report
        else {},
        raters=raters_of(db, report) if report else [],
        is_being_measured=is_being_measured(db, team_id),
    )


def newest_report(db: Session, team_id: UUID) -> AgreementReport | None:
    """The one that is shown."""
    return newest_reports(db, [team_id]).get(team_id)


def newest_reports(db: Session, team_ids: Collection[UUID]) -> dict[UUID, AgreementReport]:
    """The same for several teams, by team. One query."""
    place = func.row_number().over(
        partition_by=AgreementReport.team_id,
        order_by=(AgreementReport.created_at.desc(), AgreementReport.id),
    )
    ranked = select(AgreementReport.id, place.label("place"))
    ranked_rows = ranked.where(AgreementReport.team_id.in_(team_ids)).subquery()
    newest = select(AgreementReport).join(ranked_rows, ranked_rows.c.id == AgreementReport.id)
    return {report.team_id: report for report in db.scalars(newest.where(ranked_rows.c.place == 1))}


def severity_in(report: AgreementReport, person_id: UUID) -> Severity | None:
    """A rater's figure in a report; nothing where it has none."""
    kept = report.results["severity"].get(str(person_id))
    return Severity.read(kept) if kept else None


def raters_of(db: Session, report: AgreementReport) -> list[RaterSeverity]:
    """Raters of a report by name, with the newest figure of each that they have looked at."""
    looks = db.execute(
        select(SeverityLook.person_id, SeverityLook.report_id)
        .join(AgreementReport, AgreementReport.id == SeverityLook.report_id)
        .where(AgreementReport.team_id == report.team_id)
        .order_by(AgreementReport.created_at)
    )
    looked_at: dict[UUID, UUID] = dict(looks.all())  # of each person the newest
    reports = select(AgreementReport).where(AgreementReport.id.in_(set(looked_at.values())))
    by_id = {each.id: each for each in db.scalars(reports)}
    raters = {UUID(key) for key in report.results["severity"]}
    names = select(Person.id, Person.name).where(Person.id.in_(raters)).order_by(Person.name, Person.id)
    found = []
    for person_id, name in db.execute(names):
        if person_id in looked_at:
            seen = by_id[looked_at[person_id]]
            found.append(RaterSeverity(person_id, name, severity_in(seen, person_id), seen.created_at))
        else:
            found.append(RaterSeverity(person_id, name, None, None))
    return found
