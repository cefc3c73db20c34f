"""The database sessions that the whole service uses."""

import subprocess
import sys

import pytest

from tests.conftest import ROOT

#: Loads rows that only the garbage collector can free, and has it come by in the middle of letting go of them.
LET_GO = """
import gc
from datetime import time
from sqlalchemy import insert
from fidelity.db import Database
from models import Base, Team, Variant

database = Database("sqlite:///PLACE")
Base.metadata.create_all(database.engine)
day = {"variant": Variant.MST, "consultation_weekday": 1, "consultation_time": time(9)}
with database.engine.begin() as connection:
    connection.execute(insert(Team), [{"name": str(n), **day} for n in range(300)])

with database.reading() as db:  # what is written here for the first time no longer fits beside the others
    teams = db.query(Team).all()
    teams[0].site = "Aberfictional"
    del teams

for later in range(20, 200, 40):
    gc.disable()
    db = database.reading()
    circle = {"teams": db.query(Team).all()}
    circle["itself"] = circle
    del circle
    gc.set_threshold(gc.get_count()[0] + later)
    gc.enable()
    db.LET_GO()
    db.close()
"""


@pytest.mark.parametrize("let_go", ["close", "expunge_all"])
def test_it_survives_the_garbage_collector_while_it_lets_go_of_many_rows(tmp_path, let_go):
    program = LET_GO.replace("PLACE", str(tmp_path / "many.sqlite3")).replace("LET_GO", let_go)

    # In a process of its own: what went wrong here was a crash of Python, not an error.
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stderr[-500:]
