"""What a command of the machine's owner works with: settings and a database that is ready."""

from collections.abc import Iterator
from contextlib import contextmanager

import click
from sqlalchemy import select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from fidelity.running.prepare import prepare
from fidelity.settings import Settings
from fidelity.usecases.errors import InvalidInput
from models import Person, Team


@contextmanager
def opened(settings: Settings) -> Iterator[Session]:
    """A database session that may write, on tables made if they were missing.

    What a use-case refuses ends the command with 1 and a sentence for each thing.
    """
    try:
        database = prepare(settings)
        try:
            with database.writing() as db:
                yield db
        finally:
            database.engine.dispose()
    except InvalidInput as error:
        raise click.ClickException("\n".join(f"{said}." for said in error.messages.values())) from None
    except OperationalError:
        raise click.ClickException("The database does not answer. See: fidelity doctor") from None


def team_named(db: Session, name: str) -> Team:
    """A team by its exact name."""
    found = db.scalars(select(Team).filter_by(name=name)).one_or_none()
    if found is None:
        raise click.ClickException(f"There is no team {name}. See: fidelity team list")
    return found


def person_of(db: Session, email: str) -> Person:
    """A person by their address."""
    found = db.scalars(select(Person).filter_by(email=email.strip().lower())).one_or_none()
    if found is None:
        raise click.ClickException(f"Nobody has the address {email}. See: fidelity user list")
    return found
