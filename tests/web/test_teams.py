"""The pages for teams, people, roles and cases, as an administrator and as others."""

import re
from datetime import date, timedelta

import pytest
from flask_security import hash_password
from sqlalchemy import select

from models import Case, Person, Role, Team
from tests.conftest import ADDRESS

TODAY = date.today().isoformat()


@pytest.fixture
def administrator(people, sign_in):
    return sign_in(people[Role.ADMINISTRATOR])


def test_an_empty_service_says_what_to_do_first(factories, sign_in):
    page = sign_in(factories.Person(role=Role.ADMINISTRATOR)).get("/teams")

    assert "There is no team yet. Add the first one" in page.text


def test_a_team_is_added_and_shown(administrator, db):
    typed = {"name": "Tîm <b>Wrecsam</b>", "variant": "MST", "weekday": "monday", "time": "09:30", "site": ""}

    answer = administrator.post("/teams/new", data=typed)

    assert answer.status_code == 303
    page = administrator.get(answer.location)
    assert "Tîm &lt;b&gt;Wrecsam&lt;/b&gt;" in page.text
    assert "Monday at 9:30am" in page.text
    assert "has been added" in page.text
    assert "Nobody belongs to this team yet" in page.text


def test_a_form_with_something_missing_keeps_what_was_typed(administrator, database):
    with database.reading() as look:
        teams = len(look.scalars(select(Team)).all())

    page = administrator.post("/teams/new", data={"name": "Tîm Wrecsam", "variant": "MST-CAN"})

    assert page.status_code == 422
    assert "<title>Error: Add a team" in page.text
    assert 'href="#weekday"' in page.text
    assert 'value="Tîm Wrecsam"' in page.text
    assert re.search(r'value="MST-CAN"[^>]*selected', page.text)
    with database.reading() as look:
        assert len(look.scalars(select(Team)).all()) == teams


def test_a_team_is_changed(administrator, people, db):
    address = f"/teams/{people['team'].id}/edit"
    assert f'value="{people["team"].name}"' in administrator.get(address).text

    typed = {"name": "New", "variant": "MST-FIT", "weekday": "friday", "time": "14:00"}
    assert administrator.post(address, data=typed).status_code == 303

    db.refresh(people["team"])
    assert (people["team"].name, people["team"].consultation_weekday) == ("New", 4)


@pytest.mark.parametrize(
    ("role", "shown", "hidden"),
    [
        (Role.THERAPIST, [], ["Open a case", "Change the team", "Add somebody new", ">Manage<"]),
        (Role.CONSULTANT, [], ["Open a case", "Change the team", "Add somebody new", ">Manage<"]),
        (Role.SUPERVISOR, ["Open a case", ">Manage<"], ["Change the team", "Add somebody new"]),
        (Role.ADMINISTRATOR, ["Open a case", "Change the team", "Add somebody new"], ["/cases/show"]),
    ],
)
def test_a_team_page_offers_what_the_person_may_do(people, sign_in, role, shown, hidden):
    page = sign_in(people[role]).get(f"/teams/{people['team'].id}").text

    assert people["case"].reference in page
    assert all(words in page for words in shown)
    assert not any(words in page for words in hidden)


def test_the_page_of_somebody_elses_team_is_not_found(people, factories, sign_in):
    elsewhere = factories.Team()

    for role in (Role.THERAPIST, Role.CONSULTANT, Role.SUPERVISOR):
        browser = sign_in(people[role])
        assert browser.get(f"/teams/{elsewhere.id}").status_code == 404
        assert browser.get(f"/teams/{elsewhere.id}/cases/new").status_code == 404


@pytest.mark.parametrize("role", [Role.THERAPIST, Role.CONSULTANT, Role.SUPERVISOR])
def test_nobody_else_reaches_the_pages_of_an_administrator(people, sign_in, role):
    browser, person = sign_in(people[role]), people[Role.ADMINISTRATOR]

    for address in (
        "/people",
        "/people/new",
        f"/people/{person.id}",
        f"/people/{person.id}/edit",
        f"/people/{person.id}/password",
        f"/people/{person.id}/close",
        f"/people/{person.id}/roles/new",
        f"/roles/{person.team_roles[0].id}/end",
        "/teams/new",
        f"/teams/{people['team'].id}/edit",
        "/system",
    ):
        assert browser.get(address).status_code == 403, address
        assert browser.post(address).status_code in (403, 405), address


def test_a_person_is_added_with_a_password_that_is_shown_once_and_works_once(
    administrator, people, database, client
):
    typed = {
        "name": "Siân Ŵyn",
        "email": "sian@example.org",
        "role": "therapist",
        "team": str(people["team"].id),
        "starts_on": TODAY,
    }

    answer = administrator.post("/people/new", data=typed)

    assert answer.status_code == 200
    password = re.search(r"<code>([a-z0-9-]{19})</code>", answer.text)[1]
    assert answer.headers["Cache-Control"] == "no-store"
    with database.reading() as look:
        person = look.scalars(select(Person).filter_by(email="sian@example.org")).one()
    assert password not in administrator.get(f"/people/{person.id}").text
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', client.get("/sign-in").text)[1]
    signed_in = client.post(
        "/sign-in", data={"csrf_token": token, "email": "Sian@example.org", "password": password}
    )
    assert signed_in.status_code == 302
    assert client.get("/teams").location.endswith("/account/password")


def test_an_address_that_is_taken_is_said_at_its_field(administrator, people):
    page = administrator.post(
        "/people/new", data={"name": "Another", "email": people[Role.THERAPIST].email.upper()}
    )

    assert page.status_code == 422
    assert "Somebody has this email address already" in page.text
    assert 'href="#email"' in page.text
    assert 'value="Another"' in page.text


def test_a_new_password_signs_the_person_out_everywhere(administrator, app, people, db, sign_in):
    person = people[Role.THERAPIST]
    with app.app_context():
        person.password = hash_password("quiet lantern seven rivers")
    db.commit()
    theirs = sign_in(person)
    assert theirs.get("/about").status_code == 200

    assert (
        "Make sure that it is really this person" in administrator.get(f"/people/{person.id}/password").text
    )
    answer = administrator.post(f"/people/{person.id}/password")

    assert answer.status_code == 200
    assert "shown only once" in answer.text
    assert theirs.get("/about").status_code == 302


def test_an_account_is_closed_and_opened_again(administrator, people, sign_in):
    person = people[Role.THERAPIST]
    theirs = sign_in(person)

    asks = administrator.get(f"/people/{person.id}/close")
    assert people["case"].reference in asks.text
    assert administrator.post(f"/people/{person.id}/close").status_code == 303
    assert theirs.get("/about").status_code == 302
    assert "Account closed" in administrator.get("/people").text

    assert administrator.post(f"/people/{person.id}/open").status_code == 303
    assert "can sign in again" in administrator.get(f"/people/{person.id}").text


def test_the_last_administrator_is_told_why_they_stay(administrator, people):
    role = people[Role.ADMINISTRATOR].team_roles[0]

    page = administrator.post(f"/roles/{role.id}/end", data={"ends_on": TODAY})

    assert page.status_code == 422
    assert "This is the last administrator" in page.text


def test_a_role_is_given_and_ended(administrator, people):
    person = people[Role.THERAPIST]
    typed = {"role": "supervisor", "team": str(people["team"].id), "starts_on": TODAY}

    assert administrator.post(f"/people/{person.id}/roles/new", data=typed).status_code == 303
    again = administrator.post(f"/people/{person.id}/roles/new", data=typed)
    assert again.status_code == 422
    assert "They hold this role already" in again.text

    ending = f"/roles/{person.team_roles[0].id}/end"
    assert people["case"].reference in administrator.get(ending).text
    yesterday = (date.today() - timedelta(days=1)).isoformat()
    assert administrator.post(ending, data={"ends_on": yesterday}).status_code == 303
    assert "Former roles" in administrator.get(f"/people/{person.id}").text


def test_no_name_of_a_person_is_in_a_title(administrator, people):
    person = people[Role.THERAPIST]

    for address in ("", "/edit", "/password", "/close", "/roles/new"):
        title = re.search(r"<title>(.*?)</title>", administrator.get(f"/people/{person.id}{address}").text)[1]
        assert person.name not in title


def test_a_case_is_opened_closed_and_opened_again_by_a_supervisor(people, sign_in, database):
    supervisor = sign_in(people[Role.SUPERVISOR])
    typed = {"reference": "lei-0042", "therapist": str(people[Role.THERAPIST].id), "opened_on": TODAY}

    assert supervisor.post(f"/teams/{people['team'].id}/cases/new", data=typed).status_code == 303
    with database.reading() as look:
        case = look.scalars(select(Case).filter_by(reference="LEI-0042")).one()
    assert "LEI-0042" in supervisor.get(f"/teams/{people['team'].id}").text

    assert supervisor.get(f"/cases/{case.id}/close").status_code == 200
    assert supervisor.post(f"/cases/{case.id}/close", data={"closed_on": TODAY}).status_code == 303
    page = supervisor.get(f"/cases/{case.id}/edit").text
    assert "Open the case again" in page
    assert "If that was too early" in page

    assert supervisor.post(f"/cases/{case.id}/reopen").status_code == 303
    assert "Close the case" in supervisor.get(f"/cases/{case.id}/edit").text


def test_a_name_as_a_reference_is_refused_and_kept_for_correction(people, sign_in):
    supervisor = sign_in(people[Role.SUPERVISOR])

    page = supervisor.post(
        f"/teams/{people['team'].id}/cases/new",
        data={"reference": "The Smiths", "therapist": "nobody", "opened_on": "2030-01-01"},
    )

    assert page.status_code == 422
    assert 'value="The Smiths"' in page.text
    assert "such as LEI-0042" in page.text
    assert "Select a therapist" in page.text
    assert "must be today or earlier" in page.text


def test_a_case_is_handed_over_on_its_page(people, factories, sign_in):
    supervisor, case = sign_in(people[Role.SUPERVISOR]), people["case"]
    after = factories.Person(role=Role.THERAPIST, team=people["team"], name="Mair Newydd")
    assert "Mair Newydd" in supervisor.get(f"/cases/{case.id}/therapists/new").text

    answer = supervisor.post(
        f"/cases/{case.id}/therapists/new",
        data={"therapist": str(after.id), "starts_on": TODAY, "others": "stop"},
    )

    assert answer.status_code == 303
    assert sign_in(after).get(f"/teams/{people['team'].id}").text.count(case.reference) > 0
    before = sign_in(people[Role.THERAPIST]).get(f"/teams/{people['team'].id}").text
    assert case.reference not in before


def test_who_holds_a_case_is_ended_on_its_page(people, sign_in):
    supervisor, case = sign_in(people[Role.SUPERVISOR]), people["case"]
    address = f"/cases/held/{case.therapists[0].id}/end"

    assert supervisor.get(address).status_code == 200
    assert supervisor.post(address, data={"ends_on": "x"}).status_code == 422
    assert supervisor.post(address, data={"ends_on": TODAY}).status_code == 303
    assert "Change the end" in supervisor.get(f"/cases/{case.id}/edit").text


def test_managing_a_case_is_refused_in_the_team_and_not_found_outside(people, factories, sign_in):
    case = people["case"]
    stranger = sign_in(factories.Person(role=Role.SUPERVISOR))

    for address in ("edit", "details", "close", "therapists/new"):
        for role in (Role.THERAPIST, Role.CONSULTANT):
            assert sign_in(people[role]).get(f"/cases/{case.id}/{address}").status_code == 403
        assert stranger.get(f"/cases/{case.id}/{address}").status_code == 404
    assert stranger.post(f"/cases/{case.id}/reopen").status_code == 404
    assert stranger.get(f"/cases/held/{case.therapists[0].id}/end").status_code == 404


def test_a_form_without_its_token_changes_nothing(people, app, db):
    browser = app.test_client()
    with browser.session_transaction(base_url=ADDRESS) as cookie:
        cookie["_user_id"] = people[Role.ADMINISTRATOR].fs_uniquifier
        cookie["_fresh"] = True
        cookie["signed_in_at"] = cookie["seen_at"] = 2**33

    answer = browser.post(f"/people/{people[Role.THERAPIST].id}/close")

    assert answer.status_code == 400
    db.refresh(people[Role.THERAPIST])
    assert people[Role.THERAPIST].active
