from datetime import timedelta

from sqlalchemy import select

from fidelity.usecases.standing_consensus import standing_consensus
from models import Consensus, Principle, Role, now


def test_the_last_agreement_on_each_principle_of_a_week_counts(db, people, factories):
    week, other = factories.Week(case=people["case"]), factories.noise()
    fit, effort = Principle.FINDING_THE_FIT, Principle.CONTINUOUS_EFFORT
    for minutes, of, principle, value in (
        (1, week, fit, 4),
        (3, week, fit, None),
        (2, week, fit, 5),
        (1, week, effort, 2),
        (4, other, fit, 1),
    ):
        db.add(
            Consensus(
                week_id=of.id,
                principle=principle,
                value=value,
                why=f"After {minutes}.",
                by_id=people[Role.CONSULTANT].id,
                created_at=now() + timedelta(minutes=minutes),
            )
        )
    db.commit()

    standing = standing_consensus()
    rows = db.execute(
        select(standing.c.principle, standing.c.value, standing.c.why).filter_by(week_id=week.id)
    )

    assert set(rows) == {(fit, None, "After 3."), (effort, 2, "After 1.")}
