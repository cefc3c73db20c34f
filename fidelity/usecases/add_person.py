"""Adds a person who can sign in, if wanted with the roles they begin with."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from fidelity.permissions import Deed
from fidelity.usecases import audit, guard
from fidelity.usecases.answers import Answers
from fidelity.usecases.fill_person import commit_person, fill_person
from fidelity.usecases.give_role import new_role
from fidelity.usecases.one_time_password import HashPassword, set_one_time_password
from models import Person


@dataclass(frozen=True)
class FirstRole:
    """A role as typed: ``role`` and ``starts_on`` as text; no team for an administrator."""

    role: str
    team_id: UUID | None
    starts_on: str


def add_person(
    db: Session,
    hash_password: HashPassword,
    *,
    by: Person | None,
    name: str,
    email: str,
    roles: Sequence[FirstRole] = (),
    password: str | None = None,
) -> tuple[Person, str]:
    """Give back the person and their password, which is shown once and kept nowhere."""
    guard.require(by, Deed.MANAGE_TEAMS)
    answers = Answers()
    person = Person(id=uuid4())
    given = [
        new_role(db, answers, person, role=r.role, team_id=r.team_id, starts_on=r.starts_on, ends_on="")
        for r in roles
    ]
    fill_person(db, person, answers, name=name, email=email)
    chosen = set_one_time_password(hash_password, person, password)

    db.add(person)
    person.team_roles.extend(given)
    audit.note(db, by, "added person", subject_id=person.id)
    for role in given:
        audit.note(db, by, "gave role", subject_id=person.id, team_id=role.team_id)
    commit_person(db)
    return person, chosen
