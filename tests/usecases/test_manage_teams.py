"""Teams: adding, changing, and what each role sees of them."""

from datetime import date, time

import pytest

from fidelity.usecases.add_team import add_team
from fidelity.usecases.change_team import change_team
from fidelity.usecases.errors import InvalidInput, NotAllowed, NotFound
from fidelity.usecases.list_teams import list_teams
from fidelity.usecases.read_team import read_team
from models import Role, Variant

GOOD = {
    "name": "Tîm Wrecsam",
    "variant": "MST-CAN",
    "site": "",
    "weekday": "thursday",
    "time": "13:30",
}


def test_a_team_is_added_as_it_was_typed(db, people):
    team = add_team(db, by=people[Role.ADMINISTRATOR], **GOOD)

    assert (team.variant, team.consultation_weekday) == (Variant.MST_CAN, 3)
    assert team.consultation_time == time(13, 30)


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("name", ""),
        ("name", "x" * 101),
        ("variant", "CBT"),
        ("weekday", "someday"),
        ("time", "25:00"),
        ("time", ""),
    ],
)
def test_what_is_wrong_is_said_at_its_field(db, people, field, typed):
    with pytest.raises(InvalidInput) as trouble:
        add_team(db, by=people[Role.ADMINISTRATOR], **GOOD | {field: typed})

    assert list(trouble.value.messages) == [field]


def test_a_name_is_used_once_but_a_team_may_keep_its_own(db, people):
    administrator, team = people[Role.ADMINISTRATOR], people["team"]
    add_team(db, by=administrator, **GOOD)

    with pytest.raises(InvalidInput, match="name"):
        add_team(db, by=administrator, **GOOD | {"name": "tîm  wrecsam"})
    change_team(db, by=administrator, team_id=team.id, **GOOD | {"name": team.name})

    assert team.variant is Variant.MST_CAN


@pytest.mark.parametrize("role", [Role.THERAPIST, Role.CONSULTANT, Role.SUPERVISOR])
def test_only_an_administrator_changes_teams(db, people, role):
    with pytest.raises(NotAllowed):
        add_team(db, by=people[role], **GOOD)
    with pytest.raises(NotAllowed):
        change_team(db, by=people[role], team_id=people["team"].id, **GOOD)


def test_each_role_sees_its_own_teams_and_an_administrator_all(db, people):
    for role in (Role.THERAPIST, Role.CONSULTANT, Role.SUPERVISOR):
        assert [row.team.id for row in list_teams(db, by=people[role])] == [people["team"].id]

    rows = {row.team.id: row for row in list_teams(db, by=people[Role.ADMINISTRATOR])}
    assert len(rows) == 2
    assert (rows[people["team"].id].therapists, rows[people["team"].id].open_cases) == (1, 1)


def test_a_team_of_somebody_else_is_not_found(db, people, factories):
    elsewhere = factories.Team()

    for role in (Role.THERAPIST, Role.CONSULTANT, Role.SUPERVISOR):
        with pytest.raises(NotFound):
            read_team(db, by=people[role], team_id=elsewhere.id)


def test_a_therapist_sees_only_the_cases_that_they_hold(db, people, factories):
    factories.Case(team=people["team"], closed_on=date.today())

    own = read_team(db, by=people[Role.THERAPIST], team_id=people["team"].id)
    every = read_team(db, by=people[Role.SUPERVISOR], team_id=people["team"].id)

    assert [row.case.id for row in own.open_cases] == [people["case"].id]
    assert (own.closed_cases, own.may_manage_cases) == ([], False)
    assert (len(every.closed_cases), every.may_manage_cases, every.may_manage) == (1, True, False)


def test_an_administrator_knows_a_case_by_its_reference_alone(db, people):
    page = read_team(db, by=people[Role.ADMINISTRATOR], team_id=people["team"].id)

    assert [(row.case.reference, row.is_readable) for row in page.open_cases] == [
        (people["case"].reference, False)
    ]
