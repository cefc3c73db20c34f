"""Not a word of a family or a name of a person in a log, in the queue, in an address, or in a file for others."""

import dataclasses
import io
import logging
import os
import re
import stat
import time

import pytest
from markupsafe import escape
from redis import Redis
from redis.exceptions import RedisError
from sqlalchemy import event

from fidelity import log
from fidelity.app import create_app
from fidelity.queue import JobKind, RedisQueue
from fidelity.running import parts
from fidelity.running.prepare import prepare
from fidelity.running.supervisor import Supervisor
from fidelity.usecases import jobs
from tests.hostile.test_markup import pages
from tests.hostile.world import note_as_json

SECRET = "Gwenllian"
TYPED = {"email", "text", "reason", "name", "site", "strengths", "advances", "quote"}


@pytest.fixture
def lines():
    """Everything that is logged, in the shape in which the service writes it."""
    root, before = logging.getLogger(), logging.getLogger().handlers[:]
    log.set_up("DEBUG")
    written = io.StringIO()
    (handler,) = root.handlers
    handler.setStream(written)
    yield written
    root.handlers[:] = before
    root.setLevel(logging.WARNING)


def refuse(*_):
    raise RuntimeError(f"could not write {SECRET}")


def secret_forms(world):
    for endpoint, letter, form in world.forms():
        yield (
            endpoint,
            letter,
            {name: value if value.startswith("20") else SECRET for name, value in form.items()},
        )
        for field in form:
            yield endpoint, letter, form | {field: SECRET}


def test_no_word_that_is_sent_or_stored_comes_into_a_log(app, world, browsers, lines, db):
    world.other.name = SECRET
    db.commit()
    browsers["T"].post(
        world.address(app, "notes.write"),
        data={"do": "hand_in", "advances": SECRET, "revision": "1", "number": "0"},
    )
    for endpoint, letter, form in secret_forms(world):
        browsers[letter].post(world.address(app, endpoint), data=form)
    browsers["T"].post(
        world.address(app, "notes.save"),
        data=note_as_json({"advances": SECRET}) + "}",
        content_type="application/json",
    )
    for rule in pages(app):
        browsers["S"].get(
            world.address(app, rule.endpoint), query_string={"what": SECRET, "page": SECRET}
        ).close()
    # The same once more with a database that fails on every write and quotes what it could not write.
    engine = app.extensions["fidelity.database"].engine
    event.listen(engine, "commit", refuse)
    codes = {
        browsers[letter].post(world.address(app, e), data=form).status_code
        for e, letter, form in world.forms()
    }
    event.remove(engine, "commit", refuse)

    assert 500 in codes
    assert "a page failed" in lines.getvalue()
    assert SECRET not in lines.getvalue()
    assert "hostile" not in lines.getvalue().replace("tests/hostile", "")


def test_a_row_that_the_database_refuses_is_not_quoted(app, world, browsers, lines, monkeypatch):
    # A constraint is broken on purpose: PostgreSQL's message then shows the whole row.
    monkeypatch.setattr(
        "fidelity.usecases.add_comment.anchor",
        lambda *_, **__: {"section": None, "starts": 0, "ends": 1, "quote": SECRET},
    )
    form = {"section": "advances", "quote": "Mum", "text": SECRET}

    answer = browsers["C"].post(world.address(app, "comments.create"), data=form)

    assert answer.status_code == 500
    assert SECRET not in answer.text
    assert "IntegrityError" in lines.getvalue()
    assert SECRET not in lines.getvalue()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_who_tries_to_sign_in_stands_in_no_log(client, lines):
    for _ in range(7):
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', client.get("/sign-in").text)[1]
        client.post("/sign-in", data={"csrf_token": token, "email": f"{SECRET}@x.org", "password": SECRET})

    assert "ratelimit" in lines.getvalue()
    assert SECRET.lower() not in lines.getvalue().lower()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_an_address_or_title_never_holds_a_persons_words(app, world, browsers):
    # The name of a team is no content, and who has six of them in six tabs needs it.
    team = str(escape(world.team.name))
    for rule in pages(app):
        for browser in browsers.values():
            page = browser.get(world.address(app, rule.endpoint))
            if "html" in page.content_type and page.status_code == 200:
                titles = "".join(re.findall(r"<title>(.*?)</title>", page.text, re.DOTALL))
                assert "hostile" not in titles.replace(team, ""), rule
                assert not re.findall(r'(?:href|action|src)="[^"]*(?:hostile|%3Chostile)', page.text), rule
            page.close()


@pytest.fixture
def machine(settings, tmp_path_factory):
    """A real queue server in a folder made as ``fidelity run`` makes it."""
    folder = tmp_path_factory.mktemp("q")
    settings = dataclasses.replace(
        settings, data_dir=folder / "d", queue_url="", database_url=""
    ).with_places()
    before = os.umask(0o022)
    prepare(settings).engine.dispose()
    supervisor = Supervisor()
    supervisor.start(parts.queue_server(settings))
    connection = Redis.from_url(settings.queue_url)
    for _ in range(200):
        try:
            connection.ping()
            break
        except RedisError:
            supervisor.look()
            time.sleep(0.05)
    yield settings, connection
    supervisor.stop()
    os.umask(before)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_queue_holds_keys_and_no_words_and_what_lies_on_the_disk_is_the_owners(
    machine, world, db, app, browsers
):
    settings, connection = machine
    queue = RedisQueue(settings.queue_url)
    app.extensions["fidelity.queue"] = queue
    browsers["T"].post(
        world.address(app, "notes.write"),
        data={"do": "hand_in", "advances": SECRET, "revision": "1", "number": "0"},
    )
    jobs.send(db, queue, jobs.ask(db, JobKind.TAG_TRANSCRIPT, world.transcript.id))
    limited = create_app(settings, queue=queue).test_client()
    for _ in range(7):
        limited.post("https://localhost/sign-in", data={"email": f"{SECRET}@x.org", "password": SECRET})

    everything = b" ".join(
        key + (connection.dump(key) or b"") + repr(_value(connection, key)).encode()
        for key in connection.keys("*")
    )
    on_disk = b"".join(path.read_bytes() for path in settings.data_dir.rglob("*") if path.is_file())
    assert connection.llen("rq:queue:text") == 2
    assert SECRET.lower().encode() not in everything.lower()
    assert SECRET.lower().encode() not in on_disk.lower()
    for path in [settings.data_dir, *settings.data_dir.rglob("*")]:
        assert not stat.S_IMODE(path.lstat().st_mode) & 0o077, path


def _value(connection, key):
    match connection.type(key):
        case b"hash":
            return connection.hgetall(key)
        case b"list":
            return connection.lrange(key, 0, -1)
        case b"set":
            return connection.smembers(key)
        case b"zset":
            return connection.zrange(key, 0, -1)
    return connection.get(key)
