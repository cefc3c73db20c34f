"""People and their roles: who may, what is refused, and what follows."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from fidelity.permissions import Deed, may
from fidelity.usecases.add_person import FirstRole, add_person
from fidelity.usecases.change_person import change_person, close_account, open_account
from fidelity.usecases.end_role import end_role
from fidelity.usecases.errors import InvalidInput, NotAllowed, NotFound
from fidelity.usecases.give_role import give_role
from fidelity.usecases.reset_password import reset_password
from models import AuditEntry, Person, Role, TeamRole

TODAY = date.today()


def plain(password):
    return f"hash of {password}"


def messages(trouble):
    return trouble.value.messages


@pytest.fixture
def administrator(people):
    return people[Role.ADMINISTRATOR]


def test_a_new_person_gets_a_password_that_is_kept_nowhere_and_must_be_changed(db, people, administrator):
    role = FirstRole("therapist", people["team"].id, TODAY.isoformat())

    person, password = add_person(
        db, plain, by=administrator, name="  Siân   Ŵyn 🌱 ", email="Sian@Example.ORG", roles=[role]
    )

    assert (person.name, person.email) == ("Siân Ŵyn 🌱", "sian@example.org")
    assert len(password) == 19
    assert person.password == plain(password)
    assert person.must_change_password
    assert may(person, Deed.SEE_TEAM, team_id=people["team"].id)
    noted = db.scalars(select(AuditEntry).filter_by(subject_id=person.id)).all()
    assert {entry.what for entry in noted} == {"added person", "gave role"}
    assert {entry.person_id for entry in noted} == {administrator.id}


def test_a_name_turns_no_words_that_follow_it_on_a_page(db, administrator, people):
    role = FirstRole("therapist", people["team"].id, TODAY.isoformat())
    given = {"by": administrator, "email": "a@b.org", "roles": [role]}

    person, _ = add_person(db, plain, name="Si\u202en\u2066 Wyn\u0000 שרה\u200f", **given)

    assert person.name == "Si n Wyn שרה\u200f"


def test_no_two_one_time_passwords_are_the_same(db, administrator, factories):
    person = factories.Person()

    given = {reset_password(db, plain, by=administrator, person_id=person.id)[1] for _ in range(20)}

    assert len(given) == 20


def test_everything_that_is_wrong_is_said_at_once_and_nothing_is_kept(db, administrator):
    before = db.query(Person).count()

    with pytest.raises(InvalidInput) as trouble:
        add_person(
            db,
            plain,
            by=administrator,
            name=" ",
            email="nobody",
            roles=[FirstRole("therapist", None, "soon")],
        )

    assert messages(trouble) == {
        "name": "Enter the person’s name",
        "email": "Enter an email address such as name@example.org",
        "team": "Select a team",
        "starts_on": "Enter a date such as 2026-11-19",
    }
    db.rollback()
    assert db.query(Person).count() == before


def test_an_address_is_taken_however_it_is_written(db, administrator, factories):
    factories.Person(email="gwen@example.org")

    with pytest.raises(InvalidInput) as trouble:
        add_person(db, plain, by=administrator, name="Another Gwen", email="GWEN@example.org")

    assert messages(trouble) == {"email": "Somebody has this email address already"}


def test_a_person_keeps_their_own_address_when_their_name_changes(db, administrator, factories):
    person = factories.Person(email="gwen@example.org")

    change_person(db, by=administrator, person_id=person.id, name="Gwen Evans", email="gwen@example.org")

    assert person.name == "Gwen Evans"


@pytest.mark.parametrize("role", [Role.THERAPIST, Role.CONSULTANT, Role.SUPERVISOR])
def test_only_an_administrator_manages_people(db, people, role):
    by, other = people[role], people[Role.ADMINISTRATOR]

    with pytest.raises(NotAllowed):
        add_person(db, plain, by=by, name="A", email="a@example.org")
    with pytest.raises(NotAllowed):
        reset_password(db, plain, by=by, person_id=other.id)
    with pytest.raises(NotAllowed):
        close_account(db, by=by, person_id=other.id)
    with pytest.raises(NotAllowed):
        give_role(
            db, by=by, person_id=by.id, role="administrator", team_id=None, starts_on="2026-01-01", ends_on=""
        )
    with pytest.raises(NotAllowed):
        end_role(db, by=by, role_id=other.team_roles[0].id, ends_on=TODAY.isoformat())


def test_the_owner_of_the_machine_needs_no_leave(db):
    person, _ = add_person(
        db,
        plain,
        by=None,
        name="First",
        email="first@example.org",
        roles=[FirstRole("administrator", None, TODAY.isoformat())],
    )

    assert may(person, Deed.MANAGE_TEAMS)
    assert db.scalars(select(AuditEntry.person_id)).all() == [None, None]


def test_a_new_password_ends_every_sign_in(db, administrator, factories):
    person = factories.Person(password="old")
    before = person.fs_uniquifier

    _, password = reset_password(db, plain, by=administrator, person_id=person.id)

    assert person.password == plain(password)
    assert person.fs_uniquifier != before
    assert person.must_change_password


def test_a_closed_account_lets_nobody_in_until_it_is_opened_again(db, people, administrator):
    therapist = people[Role.THERAPIST]
    before = therapist.fs_uniquifier

    close_account(db, by=administrator, person_id=therapist.id)
    assert not may(therapist, Deed.SEE_TEAM)
    assert therapist.fs_uniquifier != before

    open_account(db, by=administrator, person_id=therapist.id)
    assert may(therapist, Deed.SEE_TEAM)


def test_nobody_closes_their_own_account_or_that_of_the_last_administrator(db, administrator):
    for by in (administrator, None):
        with pytest.raises(InvalidInput, match="account"):
            close_account(db, by=by, person_id=administrator.id)

    assert administrator.active


def test_the_last_administrator_stays_one(db, administrator, factories):
    factories.Person(role=Role.ADMINISTRATOR, active=False)

    with pytest.raises(InvalidInput) as trouble:
        end_role(db, by=administrator, role_id=administrator.team_roles[0].id, ends_on=TODAY.isoformat())

    assert "last administrator" in messages(trouble)["ends_on"]


def test_an_administrator_may_go_when_another_stays_longer(db, administrator, factories):
    other = factories.Person(role=Role.ADMINISTRATOR)
    other.team_roles[0].ends_on = TODAY + timedelta(days=5)
    db.commit()
    role_id = administrator.team_roles[0].id

    with pytest.raises(InvalidInput):
        end_role(db, by=None, role_id=role_id, ends_on=(TODAY + timedelta(days=5)).isoformat())
    end_role(db, by=None, role_id=role_id, ends_on=(TODAY + timedelta(days=4)).isoformat())

    assert administrator.team_roles[0].ends_on == TODAY + timedelta(days=4)


def test_a_role_ends_after_its_last_day_and_is_never_forgotten(db, people, administrator):
    therapist, team = people[Role.THERAPIST], people["team"]
    yesterday = TODAY - timedelta(days=1)

    end_role(db, by=administrator, role_id=therapist.team_roles[0].id, ends_on=yesterday.isoformat())

    assert not may(therapist, Deed.SEE_TEAM, team_id=team.id)
    assert db.scalar(select(TeamRole.ends_on).filter_by(person_id=therapist.id)) == yesterday


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"role": "boss"}, "role"),
        ({"starts_on": ""}, "starts_on"),
        ({"starts_on": "0026-01-01"}, "starts_on"),
        ({"starts_on": "2026-05-02", "ends_on": "2026-05-01"}, "ends_on"),
        ({"role": "therapist"}, "role"),
    ],
)
def test_a_role_that_makes_no_sense_is_refused_at_its_field(db, people, administrator, given, field):
    answers = {"role": "supervisor", "starts_on": "2026-05-01", "ends_on": ""} | given

    with pytest.raises(InvalidInput) as trouble:
        give_role(
            db,
            by=administrator,
            person_id=people[Role.THERAPIST].id,
            team_id=people["team"].id,
            **answers,
        )

    assert list(messages(trouble)) == [field]


def test_a_role_of_somebody_who_does_not_exist_is_not_found(db, people, administrator):
    with pytest.raises(NotFound):
        end_role(db, by=administrator, role_id=people["team"].id, ends_on=TODAY.isoformat())
