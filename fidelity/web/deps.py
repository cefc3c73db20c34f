"""What a view works with in this request: database, store, queue, settings, and who is asking."""

from typing import Any, cast

from flask import current_app, g, request
from flask_login import current_user
from sqlalchemy.orm import Session

from fidelity.db import Database
from fidelity.queue import JobQueue
from fidelity.settings import Settings
from fidelity.storage import AudioStore
from models import Person

_SAFE_METHODS = ("GET", "HEAD", "OPTIONS")


def settings() -> Settings:
    """The settings the application was made with."""
    return cast("Settings", current_app.extensions["fidelity.settings"])


def database() -> Database:
    """The open database."""
    return cast("Database", current_app.extensions["fidelity.database"])


def db() -> Session:
    """The database session of this request: it may write only where the method says so."""
    if "db" not in g:
        g.db = database().reading() if request and request.method in _SAFE_METHODS else database().writing()
    return cast("Session", g.db)


def close_db(_error: BaseException | None) -> None:
    """At the end of a request, roll back whatever no use-case committed."""
    if held := g.pop("db", None):
        held.close()


def only_read() -> None:
    """After trouble: give up what this request wrote, so that a page which needs no lock can say so."""
    close_db(None)
    g.pop("_login_user", None)  # it hangs on the database session that was given up
    g.db = database().reading()


def store() -> AudioStore:
    """Where audio is kept."""
    return cast("AudioStore", current_app.extensions["fidelity.store"])


def queue() -> JobQueue:
    """The way to the workers."""
    return cast("JobQueue", current_app.extensions["fidelity.queue"])


def is_signed_in() -> bool:
    """Whether anybody is."""
    return bool(cast("Any", current_user).is_authenticated)


def me() -> Person:
    """The person who is signed in."""
    return cast("Person", current_user._get_current_object())  # noqa: SLF001  # the proxy's documented way
