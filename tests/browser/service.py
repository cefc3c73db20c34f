"""The service as people run it: ``fidelity run`` in a process of its own, set up by ``fidelity team|user|case``."""

import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from datetime import date, timedelta
from http import HTTPStatus
from http.client import HTTPConnection
from itertools import count
from pathlib import Path

from click.testing import CliRunner
from sqlalchemy import func, select

from fidelity.cli import main
from fidelity.db import Database
from fidelity.settings import PREFIX
from models import AuditEntry, Case, Codebook, Job, JobStatus, Person, Role, now
from tests.conftest import MODELS
from tests.factories import Factories, this_monday

#: Long enough for a busy machine of two cores; nothing is measured by it.
PATIENCE_SECONDS = 240
PASSWORD = "seven quiet rivers"
TEAM = "Tîm Ffug"
OPENED_WEEKS_AGO = 6


@dataclass(frozen=True)
class FamilyCase:
    """A case with nothing in it yet, and the week that tests speak of."""

    id: str
    reference: str
    monday: date

    @property
    def week(self):
        return f"/cases/{self.id}/weeks/{self.monday}"


class _InService(Factories):
    """Rows of the past in a service that has its codebook already."""

    def Codebook(self, version=""):
        return self.db.scalars(select(Codebook).order_by(Codebook.created_at.desc())).first()


class Service:
    """Starts, stops and looks into one service of its own."""

    def __init__(self, folder):
        self.folder = folder
        self.port = _free_port()
        self.address = f"http://localhost:{self.port}"
        self.environment = {
            f"{PREFIX}DATA_DIR": str(folder),
            f"{PREFIX}MODELS_DIR": str(MODELS),
            f"{PREFIX}WHISPER_MODEL": "whisper-tiny.en",
            f"{PREFIX}PORT": str(self.port),
            f"{PREFIX}SECRET_KEY": "only for tests in a browser",
            f"{PREFIX}DISK_RESERVE_BYTES": "0",
        }
        self.database = Database(f"sqlite:///{folder / 'fidelity.sqlite3'}")
        self._numbers = count(1)
        self._log = (folder / "log").open("wb")
        others = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
        self._process = subprocess.Popen(
            [Path(sys.executable).parent / "fidelity", "run"],
            env=others | self.environment,
            stdout=self._log,
            stderr=self._log,
        )

    def wait(self):
        self.wait_until(self._answers)

    def stop(self):
        self.database.engine.dispose()
        self._process.send_signal(signal.SIGINT)
        self._process.wait(PATIENCE_SECONDS)
        self._log.close()

    def add_team(self):
        self._fidelity(*("team", "add", TEAM, "--variant", "MST", "--weekday", "thursday", "--time", "10:00"))

    def add_person(self, email, name, role, *, must_change_password=False):
        roles = ["--administrator"] if role is Role.ADMINISTRATOR else ["--role", role.value, "--team", TEAM]
        self._fidelity("user", "add", email, name, *roles, "--password-stdin", typed=f"{PASSWORD}\n")
        with self.database.writing() as db:
            person = db.scalars(select(Person).filter_by(email=email)).one()
            person.must_change_password = must_change_password
            db.commit()

    def add_case(self, therapist):
        reference = f"TFF-{next(self._numbers):04}"
        opened = this_monday() - timedelta(weeks=OPENED_WEEKS_AGO)
        self._fidelity(
            *("case", "add", reference, "--team", TEAM, "--therapist", therapist, "--opened", str(opened))
        )
        with self.database.reading() as db:
            return FamilyCase(
                str(db.scalars(select(Case.id).filter_by(reference=reference)).one()),
                reference,
                this_monday(),
            )

    def past(self, make):
        """``make(factories, db)`` writes rows of the past; gives back what it gives back."""
        with self.database.writing() as db:
            made = make(_InService(db), db)
            db.commit()
        return made

    def count(self, table, *conditions):
        with self.database.reading() as db:
            return db.scalar(select(func.count()).select_from(table).where(*conditions))

    def deeds(self, what):
        """How often something is in the audit log."""
        return self.count(AuditEntry, AuditEntry.what == what)

    def wait_for_work(self):
        """Until the workers have done what was asked of them; not what was put off, as agreement is."""
        is_open = Job.status.in_([JobStatus.WAITING, JobStatus.RUNNING])
        self.wait_until(lambda: not self.count(Job, is_open, Job.not_before <= now()))
        assert not self.count(Job, Job.status == JobStatus.FAILED), self.said()

    def wait_until(self, is_so):
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not is_so():
            assert self._process.poll() is None, self.said()
            assert time.monotonic() < deadline, f"it never came to pass\n{self.said()}"
            time.sleep(0.1)

    def said(self):
        """What the service wrote to the terminal."""
        return (self.folder / "log").read_text(errors="replace")

    def _answers(self):
        connection = HTTPConnection("localhost", self.port, timeout=5)
        try:
            connection.request("GET", "/health")
            return connection.getresponse().status == HTTPStatus.OK
        except OSError:
            return False
        finally:
            connection.close()

    def _fidelity(self, *words, typed=None):
        done = CliRunner().invoke(
            main, list(words), env=self.environment, input=typed, catch_exceptions=False
        )
        assert done.exit_code == 0, done.output


def _free_port():
    with socket.socket() as any_socket:
        any_socket.bind(("127.0.0.1", 0))
        return any_socket.getsockname()[1]
