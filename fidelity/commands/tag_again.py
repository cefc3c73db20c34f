"""``fidelity tag-again``: suggestions by the tagger in use for the weeks that are still to be reviewed."""

import click

from fidelity.commands.opening import opened
from fidelity.queue import RedisQueue
from fidelity.settings import Settings
from fidelity.usecases.tag_again import tag_again as ask


@click.command("tag-again")
def tag_again() -> None:
    """Look again for principles in every week of which no review is published.

    For after an update that brings a newer tagger. Workers do it when nothing else waits. What people have
    decided on stays as it is; what they have not makes way for what is found now.
    """
    settings = Settings.from_environment()
    with opened(settings) as db:
        weeks = ask(db, RedisQueue(settings.queue_url), by=None)
    click.echo(
        f"Asked for {weeks} {'week' if weeks == 1 else 'weeks'}."
        if weeks
        else "There are no words in a week that is still to be reviewed."
    )
