"""Who may begin a first review: consultants, and who covers for them."""

from datetime import date, timedelta

import pytest

from fidelity.usecases.errors import InvalidInput
from fidelity.usecases.find_covers import may_review_first
from fidelity.usecases.start_review import start_review
from models import Role, now

TODAY = date.today()


@pytest.fixture
def supervisor_may(db, people):
    return lambda: may_review_first(db, people[Role.SUPERVISOR], people["team"].id)


@pytest.fixture
def away(factories, people):
    """The consultant is away, and the supervisor covers."""

    def away(**given):
        return factories.Absence(
            **{
                "team": people["team"],
                "person": people[Role.CONSULTANT],
                "covered_by": people[Role.SUPERVISOR],
            }
            | given
        )

    return away


def test_a_consultant_may_and_a_supervisor_may_not(db, people, supervisor_may, factories):
    elsewhere = factories.Person(role=Role.CONSULTANT)

    assert may_review_first(db, people[Role.CONSULTANT], people["team"].id)
    assert not supervisor_may()
    for person in (people[Role.THERAPIST], people[Role.ADMINISTRATOR], elsewhere):
        assert not may_review_first(db, person, people["team"].id)


def test_a_supervisor_may_on_the_days_of_an_absence_that_they_cover(supervisor_may, away):
    away(starts_on=TODAY + timedelta(days=1), ends_on=TODAY + timedelta(days=9))
    away(starts_on=TODAY - timedelta(days=9), ends_on=TODAY - timedelta(days=1))
    away(removed_at=now())
    assert not supervisor_may()

    away(starts_on=TODAY, ends_on=TODAY)
    assert supervisor_may()


def test_an_absence_of_another_team_or_covered_by_another_does_not_count(
    supervisor_may, away, factories, people
):
    away(team=factories.Team())
    away(covered_by=factories.Person(role=Role.SUPERVISOR, team=people["team"]))
    away(person=factories.Person(role=Role.THERAPIST, team=people["team"]))

    assert not supervisor_may()


def test_a_supervisor_may_where_the_team_has_no_consultant_today(supervisor_may, people, db):
    people[Role.CONSULTANT].team_roles[0].ends_on = TODAY - timedelta(days=1)
    db.commit()

    assert supervisor_may()


def test_a_supervisor_who_may_not_begin_is_told_who_does_and_what_to_do(db, people, factories, away):
    factories.Codebook()
    week = factories.Week(case=people["case"])
    factories.Note(week=week, by=people[Role.THERAPIST])
    begin = {"by": people[Role.SUPERVISOR], "case_id": week.case_id, "monday": week.starts_on}

    with pytest.raises(InvalidInput) as refused:
        start_review(db, **begin)
    db.rollback()

    assert people[Role.CONSULTANT].name in refused.value.messages["start"]
    assert "record the absence" in refused.value.messages["start"]
    away()
    assert start_review(db, **begin).by_id == people[Role.SUPERVISOR].id
