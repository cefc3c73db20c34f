"""``fidelity web``, ``fidelity worker``, ``fidelity cron``: the parts one by one, for several machines."""

import os

import click

from fidelity.queue import QUEUES
from fidelity.running import parts
from fidelity.running.parts import Part
from fidelity.running.prepare import prepare
from fidelity.settings import Settings


@click.command()
def web() -> None:
    """Serve the pages."""
    settings = Settings.from_environment()
    prepare(settings)
    _become(parts.web(settings))


@click.command()
@click.option(
    "--queues", default=" ".join(QUEUES), show_default=True, help="Which queues to work on, in order."
)
def worker(queues: str) -> None:
    """Work on what is asked for."""
    prepare(Settings.from_environment())
    _become(parts.worker(*queues.replace(",", " ").split()))


@click.command()
def cron() -> None:
    """Do what happens by the clock. Run one of these, wherever there are many workers."""
    prepare(Settings.from_environment())
    _become(parts.timetable())


def _become(part: Part) -> None:
    os.execv(part.command[0], part.command)  # noqa: S606  # our own command line, no shell
