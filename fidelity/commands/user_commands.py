"""``fidelity user``: people who sign in, without the pages. How the first administrator comes to be."""

import sys
from datetime import date

import click
from flask_security.utils import hash_password

from fidelity.app import create_app
from fidelity.commands.opening import opened, person_of, team_named
from fidelity.settings import Settings
from fidelity.usecases.add_person import FirstRole, add_person
from fidelity.usecases.list_people import list_people
from fidelity.usecases.one_time_password import HashPassword
from fidelity.usecases.reset_password import reset_password
from models import Role

_IN_TEAMS = [role.value for role in Role if role is not Role.ADMINISTRATOR]
_from_stdin = click.option(
    "--password-stdin",
    is_flag=True,
    help="Read the one-time password from standard input instead of making one.",
)


@click.group()
def user() -> None:
    """People who sign in: add, password, list."""


@user.command()
@click.argument("email")
@click.argument("name")
@click.option("--role", "roles", multiple=True, type=click.Choice(_IN_TEAMS), help="With a --team for each.")
@click.option(
    "--team", "teams", multiple=True, help="Name of the team; the first --team for the first --role."
)
@click.option("--administrator", is_flag=True, help="May manage teams, people and cases.")
@_from_stdin
def add(
    email: str,
    name: str,
    *,
    roles: tuple[str, ...],
    teams: tuple[str, ...],
    administrator: bool,
    password_stdin: bool,
) -> None:
    """Add the person NAME, who signs in as EMAIL, and print their one-time password."""
    if len(roles) != len(teams):
        raise click.UsageError("Give a --team for each --role, in the same order.")
    settings, today = Settings.from_environment(), date.today().isoformat()
    given = _given_password() if password_stdin else None
    with opened(settings) as db:
        wanted = [
            FirstRole(role, team_named(db, team).id, today) for role, team in zip(roles, teams, strict=True)
        ]
        if administrator:
            wanted.append(FirstRole(Role.ADMINISTRATOR.value, None, today))
        person, password = add_person(
            db, _hasher(settings), by=None, name=name, email=email, roles=wanted, password=given
        )
    click.echo(f"Added {person.name}, who signs in as {person.email}.")
    _tell(password, is_given=password_stdin)


@user.command()
@click.argument("email")
@_from_stdin
def password(email: str, password_stdin: bool) -> None:
    """Give the person who signs in as EMAIL a new one-time password; their sign-ins end."""
    settings = Settings.from_environment()
    given = _given_password() if password_stdin else None
    with opened(settings) as db:
        found = person_of(db, email)
        person, chosen = reset_password(db, _hasher(settings), by=None, person_id=found.id, password=given)
    click.echo(f"{person.name} has a new password. Whoever was signed in as them is signed out.")
    _tell(chosen, is_given=password_stdin)


@user.command("list")
def list_() -> None:
    """One line a person: address, name, whether they can sign in, roles today; tabs between."""
    with opened(Settings.from_environment()) as db:
        for row in list_people(db, by=None):
            roles = ", ".join(r.role.value + (f" in {r.team.name}" if r.team else "") for r in row.roles)
            state = "active" if row.person.active else "closed"
            click.echo(f"{row.person.email}\t{row.person.name}\t{state}\t{roles}")


def _tell(password: str, *, is_given: bool) -> None:
    if not is_given:
        click.echo(f"One-time password, shown only now: {password}")
    click.echo("They choose their own when they first sign in.")


def _given_password() -> str:
    return sys.stdin.readline().rstrip("\r\n")


def _hasher(settings: Settings) -> HashPassword:
    """Hashes as the pages do, which need an application for it."""

    def hash_as_the_pages_do(password: str) -> str:
        with create_app(settings).app_context():
            return hash_password(password)

    return hash_as_the_pages_do
