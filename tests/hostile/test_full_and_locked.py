"""A disk that is full, a database that somebody else holds, a queue that is away: said in words, nothing half-kept."""

import io
import sqlite3
import threading
import time

import psycopg
import pytest
from sqlalchemy import event, func, select, text
from sqlalchemy.engine import make_url

from models import CaseNoteDraft, CaseNoteRevision, Comment, Job, Recording
from tests.hostile.world import note_as_json
from tests.web.sounds import wav

BUSY = "Sorry, the service is busy"
NOTE = {"advances": "She came home.", "revision": "1", "number": "0"}
#: Endpoint, who, what it would add, and what is sent.
CHANGES = [
    ("notes.write", "T", CaseNoteRevision, {"do": "hand_in", **NOTE}),
    ("comments.create", "C", Comment, {"section": "advances", "quote": "Mum", "text": "Well asked"}),
]


@pytest.fixture
def impatient(monkeypatch):
    """Set before anything opens a database."""
    monkeypatch.setattr("fidelity.db.BUSY_MILLISECONDS", 300)


@pytest.fixture
def settings(settings, impatient):
    """The same, after the shared one has set its own patience."""
    return settings


def count(database, table):
    with database.reading() as db:
        return db.scalar(select(func.count()).select_from(table))


class Holder:
    """Another process that holds what a writer needs."""

    def __init__(self, settings, world):
        self.is_sqlite = settings.database_url.startswith("sqlite")
        if self.is_sqlite:
            path = make_url(settings.database_url).database
            self.connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
            self.connection.execute("BEGIN IMMEDIATE")
        else:
            url = settings.database_url.replace("postgresql+psycopg", "postgresql")
            self.connection = psycopg.connect(url)
            for table in ("case", "review", "recording"):
                self.connection.execute(f'SELECT 1 FROM "{table}" FOR UPDATE')

    def let_go(self):
        self.connection.rollback()
        self.connection.close()


@pytest.fixture
def holder(settings, world):
    holder = Holder(settings, world)
    yield holder
    holder.let_go()


def sound_form(world):
    form = next(form for endpoint, _, form in world.forms() if endpoint == "recordings.create")
    return form | {"audio": (io.BytesIO(wav()), "a.wav")}


def test_what_is_typed_while_the_database_is_held_can_be_sent_again(app, world, browsers, database, holder):
    before = {table: count(database, table) for _, _, table, _ in CHANGES}

    for endpoint, letter, _, form in CHANGES:
        page = browsers[letter].post(world.address(app, endpoint), data=form)
        assert (page.status_code, BUSY in page.text, "Nothing was changed" in page.text) == (503, True, True)
    assert {table: count(database, table) for table in before} == before

    holder.let_go()
    holder.connection = _Released()
    for endpoint, letter, _, form in CHANGES:
        assert browsers[letter].post(world.address(app, endpoint), data=form).status_code == 303
    assert {table: count(database, table) for table in before} == {t: n + 1 for t, n in before.items()}


def test_autosave_is_told_that_the_database_is_held_and_may_try_again(app, world, browsers, database, holder):
    body = note_as_json({"advances": "half a sent"})
    given = {"data": body, "content_type": "application/json", "headers": {"Accept": "application/json"}}

    refused = browsers["T"].post(world.address(app, "notes.save"), **given)
    holder.let_go()
    holder.connection = _Released()
    kept = browsers["T"].post(world.address(app, "notes.save"), **given)

    assert refused.status_code == 503
    assert BUSY in refused.json["error"]
    assert kept.status_code == 200
    assert count(database, CaseNoteDraft) == 1


def test_an_upload_while_the_database_is_held_leaves_nothing(app, world, browsers, database, store, holder):
    before = count(database, Recording), sorted(store.folder.iterdir())

    page = browsers["T"].post(world.address(app, "recordings.create"), data=sound_form(world))

    assert page.status_code == 503
    assert (count(database, Recording), sorted(store.folder.iterdir())) == before


def test_looking_and_the_health_page_need_no_lock(world, browsers, holder):
    for address in ("/health", "/about", "/my-week", "/teams"):
        assert browsers["T"].get(address).status_code == 200


def test_a_writer_waits_for_one_who_is_quick(app, world, browsers, monkeypatch, settings):
    monkeypatch.setattr("fidelity.db.BUSY_MILLISECONDS", 300)
    holder = Holder(settings, world)
    threading.Thread(target=lambda: (time.sleep(0.1), holder.let_go())).start()

    endpoint, letter, _, form = CHANGES[1]
    assert browsers[letter].post(world.address(app, endpoint), data=form).status_code == 303


def test_a_disk_that_fills_up_in_the_middle_of_an_upload_keeps_nothing(
    app, world, browsers, database, store, monkeypatch
):
    left = iter([10**9, 10**9])

    class Disk:
        @property
        def free(self):
            return next(left, 0)

    before = count(database, Recording), sorted(store.folder.iterdir())
    monkeypatch.setattr("fidelity.storage.shutil.disk_usage", lambda _folder: Disk())
    app.extensions["fidelity.store"].reserve_bytes = 1

    form = sound_form(world) | {"audio": (io.BytesIO(wav(20)), "a.wav")}
    page = browsers["T"].post(world.address(app, "recordings.create"), data=form)

    assert page.status_code == 507
    assert "There is no room left" in page.text
    assert (count(database, Recording), sorted(store.folder.iterdir())) == before


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_database_without_room_says_so_and_keeps_nothing_half_way(app, world, browsers, database):
    engine = app.extensions["fidelity.database"].engine
    with engine.connect() as connection:
        pages = connection.execute(text("PRAGMA page_count")).scalar_one()
    event.listen(engine, "checkout", lambda c, *_: c.execute(f"PRAGMA max_page_count = {pages}"))
    before = count(database, CaseNoteRevision), count(database, Job)

    form = {"do": "hand_in", **NOTE} | {"advances": "long " * 5_000}
    page = browsers["T"].post(world.address(app, "notes.write"), data=form)

    assert page.status_code == 503
    assert "Nothing was changed" in page.text
    assert (count(database, CaseNoteRevision), count(database, Job)) == before
    assert browsers["T"].get("/my-week").status_code == 200


def test_with_the_queue_away_nothing_is_lost(app, world, browsers, database, queue):
    queue.is_away = True
    jobs = count(database, Job)

    uploaded = browsers["T"].post(world.address(app, "recordings.create"), data=sound_form(world))
    handed_in = browsers["T"].post(world.address(app, "notes.write"), data={"do": "hand_in", **NOTE})
    named = browsers["T"].post(
        world.address(app, "speakers.name"), data={f"role-{world.suspect_id}": "youth"}
    )

    assert {answer.status_code for answer in (uploaded, handed_in, named)} == {303}
    assert count(database, Job) == jobs + 3


class _Released:
    """In place of a connection that was closed on the way."""

    def rollback(self):
        """Nothing is held."""

    close = rollback
