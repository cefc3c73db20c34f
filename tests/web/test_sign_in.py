"""Signing in: what gets through, what does not, and for how long."""

import re
import time

import pytest
from flask_security import hash_password
from sqlalchemy import select

from models import AuditEntry, Role
from tests.conftest import ADDRESS

PASSWORD = "quiet lantern seven rivers"


@pytest.fixture
def person(app, factories):
    with app.app_context():
        hashed = hash_password(PASSWORD)
    return factories.Person(role=Role.CONSULTANT, password=hashed)


def send(client, email, password):
    page = client.get("/sign-in").text
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)[1]
    return client.post("/sign-in", data={"csrf_token": token, "email": email, "password": password})


def test_a_person_signs_in_and_it_is_noted(client, person, db):
    answer = send(client, person.email, PASSWORD)

    assert answer.status_code == 302
    assert client.get("/about").status_code == 200
    assert db.scalars(select(AuditEntry.what).filter_by(person_id=person.id)).all() == ["signed in"]


def test_the_cookie_is_kept_from_scripts_and_from_plain_http(client, person):
    cookie = send(client, person.email, PASSWORD).headers["Set-Cookie"]

    assert "Secure" in cookie
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


@pytest.mark.parametrize("email", ["known", "nobody@fidelity.test"])
def test_a_wrong_password_and_an_unknown_address_read_the_same(client, person, email):
    answer = send(client, person.email if email == "known" else email, "not the password")

    assert answer.status_code == 422
    assert "The email address or the password is not right" in answer.text
    assert "<title>Error: Sign in" in answer.text


def test_a_person_who_tries_too_often_must_wait_even_with_the_right_password(client, person):
    for _ in range(5):
        assert send(client, person.email, "not the password").status_code == 422

    assert send(client, person.email, PASSWORD).status_code == 429


def test_a_person_who_has_left_cannot_sign_in(client, person, db):
    person.active = False
    db.commit()

    assert send(client, person.email, PASSWORD).status_code == 422


def test_a_sign_in_without_a_form_token_is_refused(client, person):
    answer = client.post("/sign-in", data={"email": person.email, "password": PASSWORD})

    assert answer.status_code == 400
    assert "This form is too old" in answer.text


@pytest.mark.parametrize(("clock", "seconds"), [("seen_at", 31 * 60), ("signed_in_at", 13 * 3600)])
def test_a_sign_in_ends_when_nobody_is_there_and_after_half_a_day(sign_in, person, clock, seconds):
    browser = sign_in(person)
    assert browser.get("/about").status_code == 200
    with browser.session_transaction(base_url=ADDRESS) as cookie:
        cookie[clock] = int(time.time()) - seconds

    answer = browser.get("/about")

    assert answer.location == "/sign-in?next=/about"
    assert browser.get("/about").status_code == 302


def test_a_page_that_polls_does_not_keep_the_sign_in_alive(sign_in, person):
    browser = sign_in(person)
    ten_minutes_ago = int(time.time()) - 600
    with browser.session_transaction(base_url=ADDRESS) as cookie:
        cookie["seen_at"] = ten_minutes_ago

    browser.get("/about", headers={"X-Polling": "1"})

    with browser.session_transaction(base_url=ADDRESS) as cookie:
        assert cookie["seen_at"] == ten_minutes_ago


def test_a_password_that_somebody_else_chose_must_be_changed_first(sign_in, person, db):
    person.must_change_password = True
    db.commit()

    assert sign_in(person).get("/about").location == "/account/password"


def test_a_forged_host_gets_nothing(client):
    answer = client.get("/sign-in", base_url="https://evil.example/")

    assert answer.status_code == 400
    assert "evil" not in answer.text


def test_every_page_forbids_what_it_does_not_need(client):
    headers = client.get("/sign-in").headers

    assert headers["Content-Security-Policy"].startswith("default-src 'none'; script-src 'self' 'nonce-")
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "no-store"
