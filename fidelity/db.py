"""Opens the database: SQLite on one machine, PostgreSQL on many."""

from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session, sessionmaker

#: How long a writer waits for another before it gives up, in milliseconds.
BUSY_MILLISECONDS = 15_000


class Database:
    """Makes database sessions that read or that write.

    SQLite gives the write lock to whoever asks first; a transaction that starts by reading and
    then writes can be refused at once, however long the busy time-out. So a writer says so when
    it begins (BEGIN IMMEDIATE). On PostgreSQL the two are the same.
    """

    def __init__(self, url: str) -> None:
        self.engine = _engine(url)
        self._reading = sessionmaker(self.engine, class_=_Holding, expire_on_commit=False)
        writer = self.engine.execution_options(writes=True)
        self._writing = sessionmaker(writer, class_=_Holding, expire_on_commit=False)

    def reading(self) -> Session:
        """A database session for a page that only looks."""
        return self._reading()

    def writing(self) -> Session:
        """A database session for a use-case that may change rows."""
        return self._writing()


class _Holding(Session):
    """Keeps every row alive while it is let go of; without this, Python 3.11 crashes on long pages.

    Letting go writes to the record that SQLAlchemy keeps beside each row. On 3.11 that write can start the
    garbage collector; if the collector then frees the row (a page's rows hang in a circle, so they wait for
    it), SQLAlchemy's callback writes to the same record, and its memory is freed twice. From 3.12 the
    collector no longer starts in the middle of a write.
    """

    def expunge_all(self) -> None:
        """Also what closing does first."""
        held = list(self)
        super().expunge_all()
        del held


def _engine(url: str) -> Engine:
    # Without hide_parameters the message of every error quotes the row that could not be written.
    if make_url(url).get_backend_name() != "sqlite":
        options = f"-c lock_timeout={BUSY_MILLISECONDS}"
        return create_engine(url, pool_pre_ping=True, hide_parameters=True, connect_args={"options": options})

    engine = create_engine(url, hide_parameters=True, connect_args={"timeout": BUSY_MILLISECONDS / 1000})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # the driver's own BEGIN comes too late; see _begin_sqlite
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = FULL")  # NORMAL may lose the last commits when power fails
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute(f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
