"""``fidelity team``: teams without the pages."""

import click

from fidelity.commands.opening import opened
from fidelity.settings import Settings
from fidelity.usecases.add_team import add_team
from fidelity.usecases.answers import WEEKDAYS
from fidelity.usecases.list_teams import list_teams
from models import Variant


@click.group()
def team() -> None:
    """Teams: add, list."""


@team.command()
@click.argument("name")
@click.option("--variant", type=click.Choice([v.value for v in Variant]), required=True)
@click.option("--weekday", type=click.Choice(WEEKDAYS), required=True, help="Day of the consultation.")
@click.option("--time", required=True, help="When the consultation begins, such as 10:00.")
@click.option("--site", default="", help="Where the team works.")
def add(name: str, variant: str, weekday: str, time: str, site: str) -> None:
    """Add the team NAME."""
    with opened(Settings.from_environment()) as db:
        added = add_team(db, by=None, name=name, variant=variant, site=site, weekday=weekday, time=time)
    click.echo(f"Added the team {added.name}.")


@team.command("list")
def list_() -> None:
    """One line a team: name, kind, consultation, therapists, open cases; tabs between."""
    with opened(Settings.from_environment()) as db:
        for row in list_teams(db, by=None):
            when = f"{WEEKDAYS[row.team.consultation_weekday]} {row.team.consultation_time:%H:%M}"
            click.echo(
                f"{row.team.name}\t{row.team.variant.value}\t{when}\t{row.therapists}\t{row.open_cases}"
            )
