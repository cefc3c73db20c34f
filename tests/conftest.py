"""What tests share: a database of each kind, the application, somebody who is signed in."""

import os
import shutil
import tempfile
import time
from functools import partial
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
from jinja2 import BytecodeCache

from fidelity.app import create_app
from fidelity.db import Database
from fidelity.settings import Settings
from fidelity.storage import AudioStore
from models import Role
from tests.databases import KINDS, PostgresTemplate, SqliteTemplate
from tests.factories import Factories
from tests.fakes import FakeQueue

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"
MODELS = Path(os.environ.get("FIDELITY_MODELS_DIR") or ROOT / "var" / "models").resolve()
ADDRESS = "https://localhost/"

#: A disk in memory, where there is one with room: thousands of small databases wait for no real disk.
MEMORY_DISK = Path("/dev/shm")  # noqa: S108  # what is made in it has names that nobody can guess
if MEMORY_DISK.is_dir() and shutil.disk_usage(MEMORY_DISK).free > 4 * 2**30:
    os.environ["TMPDIR"] = tempfile.tempdir = str(MEMORY_DISK)

#: Whole services with their workers, which take longest: they come first, so that no core waits for another.
LONGEST = (ROOT / "tests" / "workers", ROOT / "tests" / "browser", ROOT / "tests" / "speech")


def pytest_collection_modifyitems(items):
    items.sort(key=lambda item: not any(folder in item.path.parents for folder in LONGEST))


@pytest.fixture(scope="session")
def models_dir():
    """Where the language models are; tests that need one are skipped, with the reason, where it is not."""
    needed = (
        "whisper-tiny.en/model.bin",
        "en_core_web_sm/config.cfg",
    )
    for name in needed:
        if not (MODELS / name).is_file():
            pytest.skip(f"{MODELS / name} is not here: fidelity models fetch gets it")
    return MODELS


@pytest.fixture
def visit():
    """Fifteen seconds of two people talking."""
    return ROOT / "tests" / "audio" / "visit-15s.m4a"


@pytest.fixture(scope="session")
def templates(tmp_path_factory):
    """Migrated databases to copy, made when first asked for."""
    made = {}

    def template(kind):
        if kind not in made:
            build = {"sqlite": SqliteTemplate, "postgresql": PostgresTemplate}[kind]
            made[kind] = build(tmp_path_factory.mktemp(kind))
        return made[kind]

    yield template
    for each in made.values():
        each.stop()


@pytest.fixture(params=KINDS)
def database_url(request, templates, tmp_path):
    """An empty, migrated database: every test that asks runs once on each kind."""
    template = templates(request.param)
    url = template.copy(tmp_path)
    yield url
    template.remove(url)


@pytest.fixture
def settings(database_url, tmp_path):
    return Settings(
        data_dir=tmp_path / "data",
        models_dir=MODELS,
        database_url=database_url,
        queue_url=f"unix://{tmp_path}/no-queue.sock",
        secret_key="only for tests",
        disk_reserve_bytes=0,
        speech_threads=2,
    )


@pytest.fixture
def database(settings):
    database = Database(settings.database_url)
    yield database
    database.engine.dispose()


@pytest.fixture
def db(database):
    with database.writing() as db:
        yield db


@pytest.fixture
def store(settings):
    return AudioStore(settings.recordings_dir, reserve_bytes=0)


@pytest.fixture
def queue():
    return FakeQueue()


@pytest.fixture
def factories(db):
    """Makes rows of the past; every call commits."""
    return Factories(db)


@pytest.fixture
def app(settings, queue):
    app = create_app(settings, queue=queue)
    app.config.update(TESTING=True, PREFERRED_URL_SCHEME="https", PROPAGATE_EXCEPTIONS=False)
    app.test_client_class = Browser
    app.jinja_env.bytecode_cache = COMPILED
    yield app
    app.extensions["fidelity.database"].engine.dispose()


class Compiled(BytecodeCache):
    """Templates, compiled once for all tests. Jinja compares their sources before it takes one."""

    def __init__(self):
        self._kept = {}

    def load_bytecode(self, bucket):
        if bucket.key in self._kept:
            bucket.bytecode_from_string(self._kept[bucket.key])

    def dump_bytecode(self, bucket):
        self._kept[bucket.key] = bucket.bytecode_to_string()


COMPILED = Compiled()


class Browser(FlaskClient):
    """Sends the address it comes from, as browsers do."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.environ_base["HTTP_REFERER"] = ADDRESS


@pytest.fixture
def client(app):
    """Somebody who is not signed in."""
    return app.test_client()


@pytest.fixture
def sign_in(app):
    """``sign_in(person)`` gives a browser of that person, with a good CSRF token on every request."""

    return partial(browser_of, app)


def browser_of(app, person):
    browser = app.test_client()
    with browser.session_transaction(base_url=ADDRESS) as cookie:
        cookie["_user_id"] = person.fs_uniquifier
        cookie["_fresh"] = True
        cookie["signed_in_at"] = cookie["seen_at"] = int(time.time())
        cookie["csrf_token"] = "known"
    tokens = URLSafeTimedSerializer(app.secret_key, salt="wtf-csrf-token")
    browser.environ_base["HTTP_X_CSRFTOKEN"] = tokens.dumps("known")
    return browser


@pytest.fixture
def people(factories):
    """A team with one person of each role, a case that the therapist holds, and noise beside them."""
    team = factories.Team()
    people = {role: factories.Person(role=role, team=team) for role in Role}
    people["case"] = factories.Case(team=team, therapist=people[Role.THERAPIST])
    people["team"] = team
    factories.noise()
    return people
