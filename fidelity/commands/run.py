"""``fidelity run``: everything on one machine."""

import time

import click
from redis import Redis
from redis.exceptions import RedisError

from fidelity import log as logs
from fidelity.commands.demo import fill_now
from fidelity.running import parts
from fidelity.running.lock import AlreadyRunning, only_one
from fidelity.running.prepare import prepare
from fidelity.running.supervisor import Supervisor
from fidelity.settings import Settings, WrongSetting

_QUEUE_STARTS_WITHIN_SECONDS = 20


@click.command()
@click.option("--demo", is_flag=True, help="Fill an empty service with a fictional team.")
def run(demo: bool) -> None:
    """Start pages, workers, timetable, queue and database; Ctrl-C stops them all."""
    try:
        settings = Settings.from_environment()
        settings.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
        with only_one(settings.data_dir):
            _run(settings, demo=demo)
    except WrongSetting as error:
        raise click.ClickException(str(error)) from None
    except AlreadyRunning:
        raise click.ClickException(
            "Fidelity is already running in this data folder. Stop it first, or set FIDELITY_DATA_DIR."
        ) from None


def _run(settings: Settings, *, demo: bool) -> None:
    logs.set_up(settings.log_level)
    prepare(settings).engine.dispose()
    supervisor = Supervisor()
    try:
        if settings.is_queue_embedded:
            supervisor.start(parts.queue_server(settings))
        _wait_for_queue(settings)
        greeting = (
            fill_now(settings)
            if demo
            else ["First administrator: fidelity user add EMAIL NAME --administrator"]
        )
        supervisor.start(parts.worker("speech"))
        supervisor.start(parts.worker("text", "default"))
        supervisor.start(parts.timetable())
        supervisor.start(parts.web(settings))
        _greet(settings, greeting)
        supervisor.wait()
    finally:
        supervisor.stop()


def _wait_for_queue(settings: Settings) -> None:
    connection, deadline = Redis.from_url(settings.queue_url), time.monotonic() + _QUEUE_STARTS_WITHIN_SECONDS
    while True:
        try:
            connection.ping()
        except RedisError:
            if time.monotonic() > deadline:
                raise click.ClickException("The queue server does not answer. See: fidelity doctor") from None
            time.sleep(0.05)
        else:
            return


def _greet(settings: Settings, more: list[str]) -> None:
    host = "localhost" if settings.host in {"127.0.0.1", "0.0.0.0"} else settings.host  # noqa: S104
    lines = ["", f"Fidelity is at http://{host}:{settings.port}", f"The data lies in {settings.data_dir}"]
    click.echo("\n".join([*lines, "", *more, "", "Ctrl-C stops it.", ""]))
