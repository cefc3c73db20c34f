"""``fidelity case``: cases without the pages."""

from datetime import date

import click

from fidelity.commands.opening import opened, person_of, team_named
from fidelity.settings import Settings
from fidelity.usecases.list_cases import list_cases
from fidelity.usecases.open_case import open_case


@click.group()
def case() -> None:
    """Cases: add, list."""


@case.command()
@click.argument("reference")
@click.option("--team", required=True, help="Name of the team.")
@click.option("--therapist", required=True, metavar="EMAIL", help="Who holds the case.")
@click.option("--opened", "opened_on", metavar="YYYY-MM-DD", help="First day of treatment.  [default: today]")
def add(reference: str, team: str, therapist: str, opened_on: str | None) -> None:
    """Open the case REFERENCE, such as LEI-0042. Never a name."""
    with opened(Settings.from_environment()) as db:
        added = open_case(
            db,
            by=None,
            team_id=team_named(db, team).id,
            reference=reference,
            therapist_id=person_of(db, therapist).id,
            opened_on=opened_on or date.today().isoformat(),
        )
    click.echo(f"Opened the case {added.reference}.")


@case.command("list")
@click.option("--team", help="Only of this team.")
def list_(team: str | None) -> None:
    """One line a case: reference, team, opened, closed, who holds it today; tabs between."""
    with opened(Settings.from_environment()) as db:
        of_team = team_named(db, team).id if team else None
        for each in list_cases(db, by=None, team_id=of_team):
            held_by = ", ".join(p.email for p in each.therapists_on(date.today()))
            closed = each.closed_on.isoformat() if each.closed_on else ""
            click.echo(f"{each.reference}\t{each.team.name}\t{each.opened_on}\t{closed}\t{held_by}")
