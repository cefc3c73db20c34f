"""A cookie is worth nothing from the moment in which it should not be: it holds a whole sign-in, and can be copied."""

import re
from datetime import date, timedelta

import pytest
from flask_security import hash_password

from models import Role, TeamRole

#: No database plays a part here: one kind will do.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

PASSWORD = "quiet lantern seven rivers"
ADDRESS = "https://localhost/"


@pytest.fixture
def person(app, people, db):
    """The therapist, who can sign in with PASSWORD."""
    with app.app_context():
        people[Role.THERAPIST].password = hash_password(PASSWORD)
    db.commit()
    return people[Role.THERAPIST]


@pytest.fixture
def enter(app):
    """Sign in as people do; the browser then holds a real cookie and a real token."""

    def enter(email, password=PASSWORD):
        browser = app.test_client()
        page = browser.get("/sign-in").text
        answer = browser.post(
            "/sign-in", data={"csrf_token": token_in(page), "email": email, "password": password}
        )
        assert answer.status_code == 302, answer.text
        return browser

    return enter


def token_in(page):
    return re.search(r'name="csrf[_-]token"[^>]*(?:value|content)="([^"]+)"', page)[1]


def thief_of(app, browser):
    """Another browser with a copy of the cookie."""
    thief = app.test_client()
    thief.set_cookie("fidelity", browser.get_cookie("fidelity").value, secure=True)
    assert thief.get("/about").status_code == 200
    return thief


def is_out(browser):
    return browser.get("/about").status_code == 302 and browser.post("/sign-out").status_code in {400, 401}


def test_a_copied_cookie_ends_with_signing_out(app, person, enter):
    browser = enter(person.email)
    thief = thief_of(app, browser)

    answer = browser.post("/sign-out", data={"csrf_token": token_in(browser.get("/about").text)})

    assert answer.location == "/sign-in"
    assert is_out(thief)
    assert enter(person.email).get("/about").status_code == 200


def test_a_copied_cookie_ends_with_a_new_password(app, person, enter):
    browser = enter(person.email)
    thief = thief_of(app, browser)
    new = "nine slow herons fishing"

    browser.post("/account/password", data={
        "csrf_token": token_in(browser.get("/account/password").text),
        "password": PASSWORD, "new_password": new, "new_password_confirm": new,
    })  # fmt: skip

    assert is_out(thief)
    assert browser.get("/about").status_code == 200
    assert enter(person.email, new).get("/about").status_code == 200


@pytest.mark.parametrize("deed", ["close", "password"])
def test_a_sign_in_ends_when_the_administrator_says_so(app, person, people, enter, sign_in, deed):
    browser = enter(person.email)

    answer = sign_in(people[Role.ADMINISTRATOR]).post(f"/people/{person.id}/{deed}")

    assert answer.status_code in {200, 303}
    assert is_out(browser)


def test_what_a_role_allowed_ends_with_the_role(people, sign_in, db):
    browser = sign_in(people[Role.CONSULTANT])
    case_id = people["case"].id
    assert browser.get(f"/cases/{case_id}").status_code == 200
    db.query(TeamRole).filter_by(person_id=people[Role.CONSULTANT].id).one().ends_on = (
        date.today() - timedelta(days=1)
    )
    db.commit()

    assert browser.get(f"/cases/{case_id}").status_code == 404
    assert browser.get("/queue").status_code == 403


def test_a_token_from_before_the_sign_in_is_not_good_after_it(app, person):
    browser = app.test_client()
    planted = token_in(browser.get("/sign-in").text)
    browser.post("/sign-in", data={"csrf_token": planted, "email": person.email, "password": PASSWORD})

    assert browser.post("/sign-out", data={"csrf_token": planted}).status_code == 400


@pytest.mark.parametrize("spelling", ["PERSON", "ｐｅｒｓｏｎ", " person", "person\u200b"])
def test_another_spelling_of_the_address_gives_no_more_tries(app, people, db, client, spelling):
    person = people[Role.THERAPIST]
    person.email = "person@demo.example"
    with app.app_context():
        person.password = hash_password(PASSWORD)
    db.commit()
    spelt = [
        f"{spelling}@demo.example",
        "person@DEMO.example",
        "person@ｄemo.example",
        "person@demo。example",
    ]

    codes = []
    for address in (spelt * 3)[:10]:
        token = token_in(client.get("/sign-in").text)
        form = {"csrf_token": token, "email": address, "password": "not the password"}
        codes.append(client.post("/sign-in", data=form).status_code)
    token = token_in(client.get("/sign-in").text)
    right = client.post(
        "/sign-in", data={"csrf_token": token, "email": "person@demo.example", "password": PASSWORD}
    )

    assert 429 in codes
    assert right.status_code == 429


def test_json_is_no_way_to_sign_in(client, person):
    token = token_in(client.get("/sign-in").text)

    answer = client.post(
        "/sign-in?include_auth_token",
        json={"email": person.email, "password": PASSWORD},
        headers={"X-CSRFToken": token},
    )

    assert answer.status_code == 415
    assert client.get("/about").status_code == 302


def test_asking_for_json_hands_out_no_key_that_opens_anything(app, client, person):
    token = token_in(client.get("/sign-in").text)
    answer = client.post(
        "/sign-in?include_auth_token",
        data={"csrf_token": token, "email": person.email, "password": PASSWORD},
        headers={"Accept": "application/json"},
    )
    key = re.search(r'"authentication_token": ?"([^"]+)"', answer.text)
    stranger = app.test_client()

    for given in (
        {"headers": {"Authentication-Token": key[1] if key else "x"}},
        {"query_string": {"auth_token": key and key[1]}},
    ):
        assert stranger.get("/about", **given).status_code == 302


def test_somebody_who_must_choose_a_password_can_do_nothing_before(people, sign_in, db):
    people[Role.THERAPIST].must_change_password = True
    db.commit()
    browser = sign_in(people[Role.THERAPIST])

    for address in (f"/cases/{people['case'].id}", "/my-week", "/feedback"):
        assert browser.get(address).location == "/account/password"
    assert browser.post(f"/cases/{people['case'].id}/recordings/new").location == "/account/password"
