"""Writes every table of a team out, at two years of it, and measures memory, time and statements.

    PYTHONPATH=. python tests/benchmarks/exports.py
    PYTHONPATH=. python tests/benchmarks/exports.py --database postgresql --teams 5

Each table in a process of its own: the most memory that it held beyond what it held before the first row.
"""

import argparse
import multiprocessing
import os
import resource
import tempfile
import time
from pathlib import Path

import psutil
from sqlalchemy import event, select

from fidelity.db import Database
from fidelity.exports.csv_file import csv_lines
from fidelity.exports.tables import TABLES
from fidelity.running.prepare import prepare
from fidelity.settings import Settings
from fidelity.usecases.take_export import take_export
from models import Person, Role
from tests.conftest import MODELS
from tests.databases import PostgresTemplate
from tests.two_years import Size, build

_KIB = 1024


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--teams", type=int, default=1)
    parser.add_argument("--only", default="", help="measure the tables whose name has these letters in it")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="fy") as folder:
        server = PostgresTemplate(Path(folder) / "postgresql") if given.database == "postgresql" else None
        try:
            settings = Settings(
                data_dir=Path(folder) / "data",
                models_dir=MODELS,
                database_url=server.copy(Path(folder)) if server else "",
                secret_key="only for measuring",
                log_level="ERROR",
            ).with_places()
            database = prepare(settings)
            world = build(database, Size(teams=given.teams))
            keys = world.team.id, world.people[Role.SUPERVISOR].id
            database.engine.dispose()
            print(f"{given.database}, {given.teams} teams, load {os.getloadavg()[0]:.1f}\n")
            print(
                "| table | rows | MiB | most MiB held | statements | CPU s |\n|---|---|---|---|---|---|",
                flush=True,
            )
            fresh = multiprocessing.get_context("spawn")
            for name in (each for each in TABLES if given.only in each):
                child = fresh.Process(target=_take, args=(settings.database_url, keys, name))
                child.start()
                child.join()
        finally:
            if server:
                server.stop()


def _take(url, keys, name):
    database = Database(url)
    statements, (team_id, person_id) = [], keys
    event.listen(
        database.engine, "before_cursor_execute", lambda _c, _cursor, sql, *_: statements.append(sql[:1])
    )
    with database.reading() as db:
        by = db.scalars(select(Person).filter_by(id=person_id)).one()
        before, began = psutil.Process().memory_info().rss, time.process_time()
        export = take_export(db, by=by, team_id=team_id, name=name, with_quotes=True)
        size = lines = 0
        for line in csv_lines(export.columns, export.rows, with_mark=False):
            size, lines = size + len(line.encode()), lines + 1
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * _KIB
    print(
        f"| {name} | {lines - 1:,} | {size / _KIB**2:.1f} | {max(0, most - before) / _KIB**2:.0f} | "
        f"{len(statements)} | {time.process_time() - began:.1f} |",
        flush=True,
    )


if __name__ == "__main__":
    main()
