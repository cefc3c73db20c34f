"""What length of treatment and case-load are expected of a team: usual with its source, or the team's own."""

import re
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from models import AuditEntry, Role, Team, Variant

OWN = {
    "standard": "own", "days_from": "100", "days_to": "140", "cases_from": "1", "cases_to": "2",
    "source": "Goals and guidelines, 2026",
}  # fmt: skip


@pytest.fixture
def address(people):
    return f"/teams/{people['team'].id}/standard"


def text_of(page):
    return " ".join(re.sub(r"<[^>]*>", " ", page.text).split())


def test_a_team_sets_its_own_and_every_page_says_where_it_is_from(
    db, people, factories, address, sign_in, database
):
    other = factories.Team(variant=people["team"].variant)
    people["case"].opened_on = date.today() - timedelta(days=144)
    db.commit()
    browser = sign_in(people[Role.SUPERVISOR])
    before = text_of(browser.get(address))
    assert "What is usual for MST: 3 to 5 months (91 to 152 days), 4 to 6 cases" in before
    assert "From public pages: North Wales Collaborative and EPISCenter" in before

    page = text_of(browser.post(address, data=OWN, follow_redirects=True))

    assert "Standard of this team 100 to 140 days" in page
    assert "The standard was set for this team, from: Goals and guidelines, 2026." in page
    assert "0 within the standard now, 1 longer, 0 not there yet" in page
    assert "within the usual 1 to 2" in page
    assert "Standard of this team: 100 to 140 days." in text_of(
        browser.get(f"/teams/{people['team'].id}/case-load/cases?state=longer")
    )
    with database.reading() as reading:
        assert reading.get(Team, other.id).standard is None
        said = reading.scalars(select(AuditEntry.what).where(AuditEntry.team_id == people["team"].id)).all()
    assert "chose standard: 100 to 140 days, 1 to 2 cases" in said

    back = text_of(browser.post(address, data={"standard": "usual"}, follow_redirects=True))
    assert "3 to 5 months (91 to 152 days)" in back


def test_what_was_typed_wrong_is_said_at_its_field_and_stays(people, address, sign_in, database):
    browser = sign_in(people[Role.ADMINISTRATOR])

    wrong = browser.post(
        address, data=OWN | {"days_from": "150", "days_to": "140", "cases_to": "٤", "source": " "}
    )

    assert wrong.status_code == 422
    said = text_of(wrong)
    assert "Enter 150 or more: it cannot be less than the first number" in said
    assert "Enter a whole number of cases from 1 to 40" in said
    assert "Say where the figures are from" in said
    assert 'value="150"' in wrong.text
    with database.reading() as reading:
        assert reading.get(Team, people["team"].id).standard is None
    without = browser.post(address, data=OWN | {"cases_from": "", "cases_to": ""})
    assert without.headers["Location"] == f"/teams/{people['team'].id}"


def test_a_kind_of_mst_without_a_known_case_load_says_so(db, people, address, sign_in):
    people["team"].variant = Variant.MST_FIT
    db.commit()

    assert "no number of cases known" in text_of(sign_in(people[Role.SUPERVISOR]).get(address))


@pytest.mark.parametrize("role", [Role.THERAPIST, Role.CONSULTANT])
def test_whoever_does_not_answer_for_the_team_is_refused(people, address, sign_in, role):
    browser = sign_in(people[role])

    assert browser.get(address).status_code == 403
    assert browser.post(address, data=OWN).status_code == 403
    assert f"{address}" not in browser.get(f"/teams/{people['team'].id}").text
