"""Puts something into every table that can be taken out, of a week that was reviewed."""

from datetime import timedelta

from fidelity.adherence.agreement import Blank, Compared, Comparison, Figure, Row, Severity, Statistic
from models import (
    AgreementReport,
    AuditEntry,
    Claim,
    Consensus,
    Instrument,
    Principle,
    Role,
    SeverityLook,
    Snooze,
    SpeakerRole,
    TakenBack,
    now,
)
from tests.factories import this_monday

FIT = Principle.FINDING_THE_FIT


def put_everything(db, factories, people, week):
    """``week``: what hangs on the reviewed week, as in ``tests/usecases/test_take_export.py``."""
    team, supervisor, consultant = people["team"], people[Role.SUPERVISOR], people[Role.CONSULTANT]
    factories.Score(team=team, case=people["case"])
    for respondent in "ABC":
        factories.Score(
            team=team, instrument=Instrument.SAM, about_id=supervisor.id, respondent=respondent,
            value=ord(respondent),
        )  # fmt: skip
    factories.Term(team=team, by=supervisor)
    factories.Absence(team=team, person=consultant, covered_by=supervisor)
    of_week = {"week_id": week["week"].id}
    db.add_all(
        [
            Claim(**of_week, person_id=consultant.id, expires_at=now()),
            Snooze(**of_week, by_id=consultant.id, until=now(), reason="Ill"),
            Consensus(**of_week, principle=FIT, value=3, why="Heard twice", by_id=consultant.id),
            TakenBack(
                review_id=week["first"].id,
                by_id=consultant.id,
                reason="A slip",
                published_at=now(),
                content={},
            ),
        ]
    )
    factories.AgendaItem(team=team, by=consultant, text="Holidays")
    factories.Naming(segment=week["turn"], role=SpeakerRole.CAREGIVER, by=consultant)
    for by in (consultant, supervisor):
        db.add(AuditEntry(person_id=by.id, team_id=team.id, what="read case", subject_id=people["case"].id))
    db.add(_report(team, consultant))
    db.commit()
    report = db.query(AgreementReport).filter_by(team_id=team.id).one()
    db.add(SeverityLook(person_id=consultant.id, report_id=report.id))
    db.commit()


def _report(team, rater):
    figures = {Statistic.SAME: Figure(12, 0.75, 0.46, 0.91), Statistic.KAPPA: Figure(12, blank=Blank.TOO_FEW)}
    measured = Comparison(12, {FIT.value: Row(12, figures)})
    severity = Severity(Figure(12, -0.4, -0.7, -0.1), Figure(3, blank=Blank.TOO_FEW), 9)
    return AgreementReport(
        team_id=team.id,
        since=this_monday() - timedelta(weeks=51),
        until=this_monday(),
        results={each.value: measured.as_kept() for each in Compared}
        | {"severity": {str(rater.id): severity.as_kept()}},
    )
