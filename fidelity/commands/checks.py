"""What the doctor looks at, one check a function: what was found, and how to mend what is wrong."""

import http.client
import os
import socket
import tempfile
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

import fidelity
from fidelity.commands.finding import Finding
from fidelity.commands.mail_check import mail_findings
from fidelity.db import Database
from fidelity.queue import RedisQueue
from fidelity.settings import GIB, MIB, Settings
from fidelity.storage import AudioStore
from fidelity.usecases.read_health import database_health, disk_health, queue_health
from fidelity.weights.catalogue import ALWAYS_NEEDED
from fidelity.weights.check import MissingModel, StrayModelFile, WrongModelFile, verified

_BUILT = ("app.css", "app.js")


def all_findings(settings: Settings) -> Iterator[Finding]:
    """In the order in which things are mended: what comes later often follows from what comes first."""
    yield Finding("settings", "they can be read")
    yield _data_folder(settings)
    yield _disk(settings)
    if settings.data_dir.is_dir():
        yield _recordings(settings)
        yield _database(settings)
    is_running = _answers(settings)
    yield _queue(settings, is_running=is_running)
    yield from _models(settings)
    yield _pages()
    yield from mail_findings(settings)
    yield _port(settings, is_running=is_running)


def _data_folder(settings: Settings) -> Finding:
    folder = settings.data_dir
    if not folder.is_dir():
        above = next(p for p in folder.parents if p.exists())
        if not os.access(above, os.W_OK | os.X_OK):
            mend = "Set FIDELITY_DATA_DIR to a place that may be written"
            return Finding("data folder", f"{folder} cannot be made in {above}. {mend}", is_well=False)
        return Finding("data folder", f"{folder} is not there yet; “fidelity run” makes it and all in it")
    if not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        return Finding(
            "data folder", f"{folder} may not be written. Run: chown -R $USER {folder}", is_well=False
        )
    open_to_others = [p for p in (folder, folder / "secret_key") if p.exists() and p.stat().st_mode & 0o077]
    if open_to_others:
        path = open_to_others[0]
        return Finding("data folder", f"others can read {path}. Run: chmod go-rwx {path}", is_well=False)
    return Finding("data folder", f"{folder} is open to its owner alone")


def _disk(settings: Settings) -> Finding:
    disk = disk_health(AudioStore(settings.recordings_dir, reserve_bytes=settings.disk_reserve_bytes))
    free = f"{disk.free_bytes / GIB:.1f} GB of {disk.total_bytes / GIB:.1f} GB are free"
    if disk.is_low:
        reserve = f"{disk.reserve_bytes / MIB:.0f} MB"
        return Finding("disk", f"only {free}, and {reserve} are kept free. Make room", is_well=False)
    return Finding("disk", free)


def _recordings(settings: Settings) -> Finding:
    folder = settings.recordings_dir
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(b"0")
    except OSError as error:
        return Finding("recordings", f"{folder} cannot be written: {error.strerror}", is_well=False)
    return Finding("recordings", "can be kept")


def _database(settings: Settings) -> Finding:
    database = Database(settings.database_url)
    try:
        with database.reading() as db:
            health = database_health(db)
    except (SQLAlchemyError, OSError):
        # Not the error's own words: they hold the address, and the address holds the password.
        mend = "Check FIDELITY_DATABASE_URL, and that the server runs"
        return Finding("database", f"it does not answer. {mend}", is_well=False)
    finally:
        database.engine.dispose()
    if not health.is_current:
        mend = "Start “fidelity run” or “fidelity web”, which brings it up to date"
        return Finding("database", f"its tables are not those of this version. {mend}", is_well=False)
    return Finding("database", f"{health.kind} of {health.size_bytes / MIB:.1f} MB, tables up to date")


def _queue(settings: Settings, *, is_running: bool) -> Finding:
    health = queue_health(RedisQueue(settings.queue_url))
    if health.is_reachable:
        waiting = ", ".join(f"{count} on {name}" for name, count in health.depths.items())
        if is_running and not health.workers:
            mend = "Start “fidelity worker”, or stop and start “fidelity run”"
            return Finding("queue", f"no worker is there; waiting: {waiting}. {mend}", is_well=False)
        return Finding("queue", f"it answers; workers: {len(health.workers)}; waiting: {waiting}")
    if settings.is_queue_embedded and not is_running:
        return Finding("queue", "it starts with “fidelity run”, which is not running")
    mend = (
        "Stop and start “fidelity run”"
        if settings.is_queue_embedded
        else "Check FIDELITY_QUEUE_URL, and that the server runs"
    )
    return Finding("queue", f"it does not answer. {mend}", is_well=False)


def _models(settings: Settings) -> Iterator[Finding]:
    for name in (*settings.chosen_models, *ALWAYS_NEEDED):
        try:
            verified(settings.models_dir, name)
        except MissingModel:
            mend = f"Run: fidelity models fetch {name}"
            yield Finding(f"model {name}", f"it is not there, or not whole. {mend}", is_well=False)
        except (WrongModelFile, StrayModelFile) as error:
            yield Finding(f"model {name}", str(error), is_well=False)
        else:
            yield Finding(f"model {name}", "every file is the one that was reviewed")


def _pages() -> Finding:
    static = Path(fidelity.__file__).parent / "web" / "static"
    if missing := [name for name in _BUILT if not (static / name).is_file()]:
        return Finding(
            "pages", f"{missing[0]} has not been built. Run: npm ci && npm run build", is_well=False
        )
    return Finding("pages", "their files are built")


def _port(settings: Settings, *, is_running: bool) -> Finding:
    where = f"{settings.host}:{settings.port}"
    if is_running:
        return Finding("address", f"Fidelity answers at {where}")
    with socket.socket(socket.AF_INET6 if ":" in settings.host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            mend = "Stop the program that uses it, or set FIDELITY_PORT"
            return Finding("address", f"{where} cannot be used: {error.strerror}. {mend}", is_well=False)
    return Finding("address", f"{where} is free")


def _answers(settings: Settings) -> bool:
    """Whether this service is what answers on its port."""
    host = "localhost" if settings.host in ("0.0.0.0", "::") else settings.host  # noqa: S104  # only compared
    connection = http.client.HTTPConnection(host, settings.port, timeout=3)
    try:
        connection.request("GET", "/health")
        return b'"status":"ok"' in connection.getresponse().read(200)
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
