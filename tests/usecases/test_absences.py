"""Who is away, who says so, and who covers."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import date, timedelta
from threading import Barrier, BrokenBarrierError

import pytest

from fidelity.usecases import say_away as say_away_module
from fidelity.usecases.errors import InvalidInput, NotAllowed, NotFound
from fidelity.usecases.find_covers import may_review_first
from fidelity.usecases.list_absences import list_absences
from fidelity.usecases.say_away import call_off, say_away
from models import Absence, AuditEntry, Person, Role

TODAY = date.today()
PATIENCE = 0.5


@pytest.fixture
def say(db, people):
    def say(by=Role.CONSULTANT, first=0, last=5, **given):
        return say_away(
            db,
            **{
                "by": people[by],
                "team_id": people["team"].id,
                "person_id": people[Role.CONSULTANT].id,
                "covered_by_id": people[Role.SUPERVISOR].id,
                "starts_on": (TODAY + timedelta(days=first)).isoformat(),
                "ends_on": (TODAY + timedelta(days=last)).isoformat(),
            }
            | given,
        )

    return say


def test_a_consultant_says_when_they_are_away_and_the_supervisor_covers(db, people, say):
    absence = say()

    assert absence.is_on(TODAY)
    assert may_review_first(db, people[Role.SUPERVISOR], people["team"].id)
    assert db.query(AuditEntry).filter_by(what="said who is away").one().team_id == people["team"].id


def test_a_consultant_says_it_of_nobody_else_but_supervisors_and_administrators_do(
    db, people, factories, say
):
    other = factories.Person(role=Role.CONSULTANT, team=people["team"])
    with pytest.raises(InvalidInput, match="person"):
        say(person_id=other.id)
    db.rollback()

    say(by=Role.SUPERVISOR, person_id=other.id)
    say(by=Role.ADMINISTRATOR)
    with pytest.raises(NotAllowed):
        say(by=Role.THERAPIST)


def test_a_person_of_another_team_neither_covers_nor_knows_of_it(db, people, factories, say):
    elsewhere = factories.Person(role=Role.SUPERVISOR)
    with pytest.raises(InvalidInput, match="covered_by"):
        say(covered_by_id=elsewhere.id)
    db.rollback()
    with pytest.raises(NotFound):
        list_absences(db, by=elsewhere, team_id=people["team"].id)
    with pytest.raises(InvalidInput, match="covered_by"):
        say(covered_by_id=people[Role.CONSULTANT].id)


@pytest.mark.parametrize(
    ("days", "field"),
    [((3, 1), "ends_on"), ((-9, -3), "ends_on"), ((0, 500), "ends_on")],
)
def test_days_that_cannot_be_are_asked_for_again(say, days, field):
    with pytest.raises(InvalidInput, match=field):
        say(first=days[0], last=days[1])


def test_nobody_is_away_twice_at_a_time_or_covers_while_away(db, people, factories, say):
    other = factories.Person(role=Role.CONSULTANT, team=people["team"])
    say()
    with pytest.raises(InvalidInput, match="starts_on"):
        say(first=5, last=9)
    db.rollback()
    with pytest.raises(InvalidInput, match="covered_by"):
        say(by=Role.SUPERVISOR, person_id=other.id, covered_by_id=people[Role.CONSULTANT].id)
    db.rollback()

    say(first=6, last=9)


def test_two_absences_that_overlap_are_not_recorded_in_the_same_moment(database, db, people, monkeypatch):
    consultant, supervisor = people[Role.CONSULTANT].id, people[Role.SUPERVISOR].id
    team_id, both = people["team"].id, Barrier(2)  # the moment in which both have looked
    db.commit()

    def look(*given, **more):
        found = list_absences(*given, **more)
        with suppress(BrokenBarrierError):  # where the other one has to wait
            both.wait(PATIENCE)
        return found

    monkeypatch.setattr(say_away_module, "list_absences", look)

    def say(by_id):
        with database.writing() as own:
            by = own.get_one(Person, by_id)
            own.rollback()
            days = {"starts_on": TODAY.isoformat(), "ends_on": (TODAY + timedelta(days=2)).isoformat()}
            try:
                say_away(own, by=by, team_id=team_id, person_id=consultant, covered_by_id=supervisor, **days)
            except InvalidInput as error:
                return error.messages["starts_on"]

    with ThreadPoolExecutor(2) as pool:
        told = list(pool.map(say, [consultant, supervisor]))

    assert sorted(each is None for each in told) == [False, True]
    assert "is away already" in (told[0] or told[1])
    assert db.query(Absence).count() == 1


def test_an_absence_that_is_called_off_does_not_count_and_stays_as_a_trace(db, people, factories, say):
    absence = say()
    team_id = people["team"].id
    other = factories.Person(role=Role.CONSULTANT, team=people["team"])
    with pytest.raises(NotAllowed):
        call_off(db, by=other, team_id=team_id, absence_id=absence.id)
    db.rollback()
    with pytest.raises(NotFound):
        call_off(db, by=people[Role.ADMINISTRATOR], team_id=factories.Team().id, absence_id=absence.id)
    db.rollback()

    call_off(db, by=people[Role.CONSULTANT], team_id=team_id, absence_id=absence.id)

    assert not may_review_first(db, people[Role.SUPERVISOR], team_id)
    page = list_absences(db, by=people[Role.SUPERVISOR], team_id=team_id)
    assert (list(page.standing), [each.id for each in page.over]) == ([], [absence.id])
    assert db.query(Absence).count() == 1
