"""What a browser would not send: other hosts and proxies, addresses that lead away, odd methods, ranges and paths."""

import io
import re

import pytest
from flask_security import hash_password

from models import Role
from tests.web.sounds import wav

#: No database plays a part here: one kind will do.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

PASSWORD = "quiet lantern seven rivers"
AWAY = (
    "//evil.example", "///evil.example", "https://evil.example", "https:evil.example", "https:///evil.example",
    "/\\evil.example", "\\\\evil.example", "/\t/evil.example", " //evil.example", "\x00//evil.example",
    "javascript:alert(1)", "https://localhost@evil.example/", "//localhost@evil.example", "/x\r\nX-Evil: 1",
)  # fmt: skip


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "localhost@evil.example", "evil\tlocalhost", ""]
)
def test_a_forged_host_gets_no_page_and_no_address(client, host):
    answer = client.get("/sign-in", headers={"Host": host})

    assert answer.status_code == 400
    assert "evil" not in answer.text
    assert "Location" not in answer.headers


@pytest.mark.parametrize(
    "name",
    [
        "X-Forwarded-Host",
        "X-Forwarded-Server",
        "X-Forwarded-Prefix",
        "Forwarded",
        "X-Original-Url",
        "X-Rewrite-Url",
    ],
)
def test_a_proxy_that_nobody_named_is_not_believed(client, name):
    for address in ("/teams", "/sign-in"):
        answer = client.get(
            address, headers={name: "host=evil.example" if name == "Forwarded" else "/evil.example"}
        )
        assert "evil" not in answer.text + answer.headers.get("Location", "")
        assert answer.status_code in {200, 302}


def test_an_address_that_was_forged_does_not_get_a_fresh_count_of_tries(settings, request):
    object.__setattr__(settings, "sign_in_attempts", 1)  # ten for one address
    client, codes = request.getfixturevalue("client"), []
    for n in range(11):
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', client.get("/sign-in").text)[1]
        form = {"csrf_token": token, "email": f"somebody{n}@x.org", "password": "a wrong one"}
        codes.append(
            client.post("/sign-in", data=form, headers={"X-Forwarded-For": f"10.0.0.{n}"}).status_code
        )

    assert codes == [422] * 10 + [429]


def test_signing_in_leads_nowhere_else(app, people, db):
    person = people[Role.THERAPIST]
    with app.app_context():
        person.password = hash_password(PASSWORD)
    db.commit()
    for where in AWAY:
        browser = app.test_client()
        page = browser.get("/sign-in", query_string={"next": where})
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page.text)[1]
        form = {"csrf_token": token, "email": person.email, "password": PASSWORD, "next": where}
        answer = browser.post("/sign-in", query_string={"next": where}, data=form)

        place = answer.headers.get("Location", "/")
        assert not re.match(r"[\s\\/]*[\\/]{2}|[\s\x00]*[a-z]+:", place), (where, place)
        assert "X-Evil" not in answer.headers


def test_no_method_but_those_of_the_page_is_heard(app, world, browsers):
    address = world.address(app, "recordings.show")
    for method in ("PUT", "DELETE", "PATCH", "TRACE", "FOO"):
        assert browsers["T"].open(address, method=method).status_code == 405
    for more in ({"headers": {"X-HTTP-Method-Override": "POST"}}, {"query_string": {"_method": "POST"}}):
        assert browsers["T"].get(world.address(app, "recordings.cancel"), **more).status_code == 405


RANGES = [
    ("bytes=0-3", 206, 4),
    ("bytes=-2", 206, 2),
    ("bytes=0-99999999999999999999", 206, 10),
    ("bytes=10-", 416, None),
    ("bytes=5-1", 416, None),
    ("bytes=--1", 416, None),
    ("bytes=" + ",".join(f"{n}-{n}" for n in range(500)), 416, None),
    ("lines=0-1", 416, None),
]


def test_a_part_of_the_sound_is_that_part_and_is_never_stored(app, world, browsers):
    for asked, status, length in RANGES:
        answer = browsers["T"].get(world.address(app, "recordings.audio"), headers={"Range": asked})

        assert answer.status_code == status, asked
        assert length is None or len(answer.data) == length, asked
        assert answer.headers["Cache-Control"] == "no-store"
        answer.close()


PATHS = [
    "/static/../app.py", "/static/%2e%2e/app.py", "/static/..%2fapp.py", "/static/etc/passwd", "/static/%00",
    "/recordings/..%2f..%2fsecret_key/audio", "/recordings/%2e%2e/audio", "/%ff%fe", "/.env",
    "/static/\\..\\app.py",
]  # fmt: skip


def test_no_path_leads_out_of_its_folder(world, browsers):
    for path in PATHS:
        answer = browsers["T"].get(path)

        assert answer.status_code == 404, path
        answer.close()


NAMES = [
    "../../../../hostile.wav",
    "..\\..\\hostile.wav",
    "/hostile.wav",
    "a\x00.wav",
    "x" * 5000,
    "🙂\u202evaw.exe",
]


def test_the_name_of_a_file_is_never_a_path_nor_on_a_page(app, world, browsers, store, tmp_path):
    form = next(form for endpoint, _, form in world.forms() if endpoint == "recordings.create")
    for pitch, name in enumerate(NAMES, start=300):
        before = {folder.name for folder in store.folder.iterdir()}
        sound = {"audio": (io.BytesIO(wav(hertz=pitch)), name)}
        answer = browsers["T"].post(world.address(app, "recordings.create"), data=form | sound)

        assert answer.status_code == 303, name
        (folder,) = {folder.name for folder in store.folder.iterdir()} - before
        assert re.fullmatch(r"[0-9a-f-]{36}", folder)
        assert "hostile.wav" not in browsers["T"].get(answer.location).text
    assert not list(tmp_path.rglob("*hostile.wav*"))
