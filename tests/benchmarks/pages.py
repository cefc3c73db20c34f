"""Measures each page at two years of five teams, through the whole application, without a network.

    PYTHONPATH=. python tests/benchmarks/pages.py
    PYTHONPATH=. python tests/benchmarks/pages.py --database postgresql --only adherence

Times are one request at a time in milliseconds; CPU is what this process spent of it, and with PostgreSQL also what
its servers did: on a busy machine that tells more than the clock. Reading is audited, so a page waits for one commit
on the disk. SQL counts the statements after sign-in and page are warm.
"""

import argparse
import gc
import os
import statistics
import tempfile
import time
from pathlib import Path

from sqlalchemy import event

from fidelity.app import create_app
from fidelity.running import parts
from fidelity.running.prepare import prepare
from fidelity.running.supervisor import Supervisor
from fidelity.settings import Settings
from models import Role
from tests.conftest import MODELS, Browser, browser_of
from tests.databases import PostgresTemplate
from tests.two_years import NEWEST_PUBLISHED, THIS, WAITING, build, monday

#: Of the 95th percentile, in milliseconds.
TARGET = 300
WARM_UP = 2


def pages(world):
    """What a page is called, who asks for it, and its address."""
    case, team = f"/cases/{world.case.id}", world.team.id
    adherence, recording = f"/adherence/teams/{team}", f"/recordings/{world.recording_id}"
    read, this, waiting = (f"{case}/weeks/{monday(ago)}" for ago in (NEWEST_PUBLISHED, THIS, WAITING))
    therapist, consultant, supervisor, administrator = (
        Role.THERAPIST, Role.CONSULTANT, Role.SUPERVISOR, Role.ADMINISTRATOR,
    )  # fmt: skip
    principle = "principle=finding_the_fit"
    return [
        ("my week", therapist, "/my-week"),
        ("case, latest weeks", therapist, case),
        ("case, all weeks", therapist, f"{case}?weeks=all"),
        ("note, read", therapist, f"{read}/note"),
        ("note, write", therapist, f"{this}/note/edit"),
        ("week", therapist, read),
        ("queue", consultant, "/queue"),
        ("second ratings", supervisor, "/second-ratings"),
        ("consultations", consultant, "/consultations"),
        ("agenda", consultant, f"/teams/{team}/consultations/{monday(WAITING)}"),
        ("team's week", consultant, f"/teams/{team}/weeks/{monday(NEWEST_PUBLISHED)}"),
        ("desk, note alone", consultant, f"{read}/review"),
        ("desk, 1,500 turns", consultant, f"{waiting}/review"),
        ("preview of feedback", consultant, f"/reviews/{world.reviews[WAITING]}/preview"),
        ("recording, 1,500 turns", therapist, recording),
        ("who speaks, 1,500 turns", therapist, f"{recording}/speakers"),
        ("recording's state", therapist, f"{recording}/status"),
        ("feedback", therapist, f"/feedback/{world.reviews[NEWEST_PUBLISHED]}"),
        ("list of feedback", therapist, "/feedback"),
        ("list of feedback, team", consultant, "/feedback"),
        ("adherence, 26 weeks", supervisor, f"{adherence}?weeks=26"),
        ("adherence, 52 weeks", supervisor, f"{adherence}?weeks=52"),
        ("adherence, own", therapist, f"{adherence}?weeks=52"),
        ("adherence, a principle", supervisor, f"{adherence}/principles/finding_the_fit?weeks=52"),
        ("adherence, the machine", supervisor, f"{adherence}/machine?weeks=52"),
        ("agreement", supervisor, f"/teams/{team}/agreement"),
        ("case-load", supervisor, f"/teams/{team}/case-load"),
        ("scores", supervisor, f"/teams/{team}/scores"),
        ("what seeing changes", supervisor, f"/teams/{team}/moved"),
        ("exports", supervisor, f"/teams/{team}/exports"),
        ("evidence, all", supervisor, f"{adherence}/evidence?weeks=52"),
        ("evidence, a principle", supervisor, f"{adherence}/evidence?weeks=52&{principle}"),
        ("evidence, a week", supervisor, f"{adherence}/evidence?weeks=52&{principle}&week={monday(6)}"),
        ("weeks reviewed", supervisor, f"{adherence}/coverage?weeks=52"),
        ("machine's suggestions", supervisor, f"{adherence}/suggestions?weeks=52&{principle}"),
        ("principles over time, list", supervisor, f"/principles/teams/{team}"),
        ("principles over time, one", supervisor, f"/principles/teams/{team}/finding_the_fit"),
        ("principles over time, all teams", administrator, "/principles"),
        ("audit log", supervisor, "/audit"),
        ("teams", administrator, "/teams"),
        ("team", administrator, f"/teams/{team}"),
        ("people", administrator, "/people"),
        ("system", administrator, "/system"),
    ]


class Servers:
    """The processes of PostgreSQL that answer this one."""

    def __init__(self, engine):
        self._pids = set()
        if engine.dialect.name == "postgresql":
            event.listen(engine, "checkout", lambda own, *_: self._pids.add(own.info.backend_pid))

    def spent(self):
        """Milliseconds of the processor until now; 0 without them."""
        stats = (Path(f"/proc/{pid}/schedstat").read_text() for pid in self._pids)
        return sum(int(each.split()[0]) for each in stats) / 1e6


def measure(browser, address, statements, servers, times):
    for _ in range(WARM_UP):
        page = browser.get(address)
        assert page.status_code == 200, (address, page.status_code)
    statements.clear()
    browser.get(address)
    sql, wall, spent = len(statements), [], []
    for _ in range(times):
        began, began_cpu = time.perf_counter(), 1000 * time.process_time() + servers.spent()
        page = browser.get(address)
        wall.append(1000 * (time.perf_counter() - began))
        spent.append(1000 * time.process_time() + servers.spent() - began_cpu)
    late = statistics.quantiles(wall, n=20)[18]
    return len(page.data) / 1024, sql, statistics.median(wall), late, statistics.median(spent)


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--only", default="", help="measure the pages whose name has these words in it")
    parser.add_argument("--times", type=int, default=40)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="fy") as folder:
        server = PostgresTemplate(Path(folder) / "postgresql") if given.database == "postgresql" else None
        supervisor = Supervisor()
        try:
            settings = Settings(
                data_dir=Path(folder) / "data",
                models_dir=MODELS,
                database_url=server.copy(Path(folder)) if server else "",
                secret_key="only for measuring",
                log_level="ERROR",
            ).with_places()
            run(settings, supervisor, given)
        finally:
            supervisor.stop()
            if server:
                server.stop()


def run(settings, supervisor, given):
    began = time.perf_counter()
    database = prepare(settings)
    world = build(database)
    if given.database == "postgresql":
        with database.engine.connect() as connection:
            # Which it does by itself a minute later; no service grows by two years of weeks within that minute.
            connection.exec_driver_sql("ANALYZE")
            connection.commit()
    database.engine.dispose()
    print(f"{given.database}, built in {time.perf_counter() - began:.0f} s", end="")
    file = settings.data_dir / "fidelity.sqlite3"
    print(f", {file.stat().st_size / 2**20:.0f} MiB" if file.exists() else "")

    supervisor.start(parts.queue_server(settings))  # the system's page asks it
    app = create_app(settings)
    app.config.update(TESTING=True, PREFERRED_URL_SCHEME="https")
    app.test_client_class = Browser
    gc.collect()
    gc.freeze()  # as fidelity.wsgi does; a web server does not hold what the rows were made of, either
    gc.set_threshold(50_000, 20, 20)
    engine, statements = app.extensions["fidelity.database"].engine, []
    event.listen(
        engine,
        "before_cursor_execute",
        lambda _c, _cursor, sql, *_: None if sql.startswith("BEGIN") else statements.append(sql),
    )
    servers = Servers(engine)
    browsers = {role: browser_of(app, person) for role, person in world.people.items()}
    print(f"load {os.getloadavg()[0]:.1f}; {given.times} requests each; * over {TARGET} ms\n")
    print("| page | who | KiB | SQL | median ms | 95th ms | CPU ms |\n|---|---|---|---|---|---|---|")
    for name, role, address in pages(world):
        if given.only in name:
            size, sql, middle, late, spent = measure(
                browsers[role], address, statements, servers, given.times
            )
            mark = " *" if late > TARGET else ""
            print(
                f"| {name} | {role.value} | {size:.0f} | {sql} | {middle:.0f} | {late:.0f}{mark} | {spent:.0f} |"
            )
    print(f"\nload {os.getloadavg()[0]:.1f}")
    engine.dispose()


if __name__ == "__main__":
    main()
