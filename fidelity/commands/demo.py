"""``fidelity demo``: puts the fictional team in, and takes it out."""

import click

from fidelity.demonstration import clear as clearing
from fidelity.demonstration import fill as filling
from fidelity.queue import RedisQueue
from fidelity.running.prepare import prepare
from fidelity.settings import Settings
from fidelity.storage import AudioStore


@click.group()
def demo() -> None:
    """A fictional team to try the service with."""


@demo.command()
def fill() -> None:
    """Put the fictional team in."""
    settings = Settings.from_environment()
    click.echo("\n".join(fill_now(settings)))


@demo.command()
@click.confirmation_option(prompt="Remove the demonstration team and all that hangs on it?")
def clear() -> None:
    """Take the fictional team out. What is real is not touched."""
    settings = Settings.from_environment()
    with prepare(settings).writing() as db:
        was_there = clearing.clear(db, AudioStore(settings.recordings_dir, reserve_bytes=0))
    click.echo("The demonstration is gone." if was_there else "There is no demonstration.")


def fill_now(settings: Settings) -> list[str]:
    """Fill unless it is there already; lines that say who can sign in."""
    password = filling.hashed(filling.demo_password(settings))
    with prepare(settings).writing() as db:
        filling.fill(
            db,
            AudioStore(settings.recordings_dir, reserve_bytes=settings.disk_reserve_bytes),
            RedisQueue(settings.queue_url),
            password_hash=password,
        )
    return filling.who_can_sign_in(settings)
