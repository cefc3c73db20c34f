"""A report of agreement goes all the way with the real queue, the real libraries and the timetable."""

from datetime import timedelta

from fidelity.adherence.agreement import Compared, Comparison
from models import AgreementReport, Principle, Rater, ReviewStatus, Role, now
from tests.factories import this_monday


def test_the_timetable_has_agreement_worked_out_by_a_worker(machine, db, factories, people):
    for number in range(12):
        week = factories.Week(case=people["case"], starts_on=this_monday() - timedelta(weeks=number))
        factories.Review(
            week=week, by=people[Role.CONSULTANT], published=True,
            ratings=dict.fromkeys(Principle, 1 + number % 5),
        )  # fmt: skip
        factories.Review(
            week=week, by=people[Role.SUPERVISOR], rater=Rater.SECOND, status=ReviewStatus.SUBMITTED,
            submitted_at=now(), ratings=dict.fromkeys(Principle, 1 + number % 4),
        )  # fmt: skip
    team_id = people["team"].id
    db.close()
    machine.start_queue_server()
    machine.start_workers(("text", "default"))

    def report():
        with machine.database.reading() as reading:
            return reading.query(AgreementReport).filter_by(team_id=team_id).one_or_none()

    machine.wait_until(report)

    found = Comparison.read(report().results[Compared.SECOND.value])
    assert found.weeks == 12
    assert len(found.rows) == len(Principle) + 1
