import re

import pytest

from models import Role, TeamRole
from tests.conftest import ADDRESS
from tests.factories import LONG_AGO

CURRENT = re.compile(r'<a class="nhsuk-header__navigation-link" href="([^"]+)" aria-current="(page|true)"')


@pytest.fixture
def where(sign_in, people):
    """What the menu says of where somebody is, on a page."""

    def look(role, path):
        return CURRENT.findall(sign_in(people[role]).get(f"{ADDRESS}{path}").text)

    return look


@pytest.mark.parametrize(
    ("role", "path", "expected"),
    [
        (Role.THERAPIST, "my-week", [("/my-week", "page")]),
        (Role.THERAPIST, "cases/{case}", [("/my-week", "true")]),
        (Role.SUPERVISOR, "cases/{case}", [("/teams", "true")]),
        (Role.SUPERVISOR, "teams/{team}/case-load", [("/adherence", "true")]),
        (Role.SUPERVISOR, "teams/{team}/standard", [("/adherence", "true")]),
        (Role.SUPERVISOR, "teams/{team}/absences", [("/teams", "true")]),
        (Role.CONSULTANT, "second-ratings", [("/queue", "true")]),
        (Role.THERAPIST, "teams/{team}/exports", [("/adherence", "true")]),
        (Role.ADMINISTRATOR, "teams/{team}", [("/teams", "true")]),
        # Nowhere in the menu, and it does not pretend.
        (Role.THERAPIST, "about", []),
    ],
)
def test_the_menu_says_where_one_is(where, people, role, path, expected):
    at = path.format(case=people["case"].id, team=people["team"].id)

    assert where(role, at) == expected


def test_a_supervisor_of_two_teams_comes_to_each_page_about_each_in_two_clicks(sign_in, people, factories):
    other = factories.Team(name="Tîm Arall")
    factories.noise()
    people[Role.SUPERVISOR].team_roles.append(_supervises(other))
    factories.db.commit()

    page = sign_in(people[Role.SUPERVISOR]).get(f"{ADDRESS}adherence").text

    for team in (people["team"], other):
        for address in (f"/adherence/teams/{team.id}", *_pages_about(team)):
            assert f'href="{address}"' in page
    assert 'href="/my-severity"' in page


def _supervises(team):
    return TeamRole(team_id=team.id, role=Role.SUPERVISOR, starts_on=LONG_AGO)


def _pages_about(team):
    return [
        f"/teams/{team.id}/{page}"
        for page in ("agreement", "case-load", "scores", "exports", "moved", "absences", "weeks")
    ]
