"""Changes a person's name or address, and closes or opens their account."""

from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from fidelity.permissions import Deed
from fidelity.usecases import audit, guard
from fidelity.usecases.administrators import LAST_ONE, another_administrator
from fidelity.usecases.answers import Answers
from fidelity.usecases.errors import InvalidInput, NotFound
from fidelity.usecases.fill_person import commit_person, fill_person
from fidelity.usecases.one_time_password import end_sign_ins
from models import Person, Role


def change_person(db: Session, *, by: Person | None, person_id: UUID, name: str, email: str) -> Person:
    """Everything as typed."""
    person = find_person(db, by, person_id)
    fill_person(db, person, Answers(), name=name, email=email)
    audit.note(db, by, "changed person", subject_id=person.id)
    commit_person(db)
    return person


def close_account(db: Session, *, by: Person | None, person_id: UUID) -> Person:
    """The person cannot sign in any more, from this moment. What they wrote and rated stays."""
    person = find_person(db, by, person_id)
    if by is not None and by.id == person.id:
        raise InvalidInput({"account": "You cannot close your own account. Ask another administrator"})
    today = date.today()
    administers = any(r.role is Role.ADMINISTRATOR and r.is_held_on(today) for r in person.team_roles)
    if administers and not another_administrator(db, person):
        raise InvalidInput({"account": LAST_ONE})
    person.active = False
    end_sign_ins(person)
    audit.note(db, by, "closed account", subject_id=person.id)
    db.commit()
    return person


def open_account(db: Session, *, by: Person | None, person_id: UUID) -> Person:
    """The person can sign in again, with the roles that they hold."""
    person = find_person(db, by, person_id)
    person.active = True
    audit.note(db, by, "opened account", subject_id=person.id)
    db.commit()
    return person


def find_person(db: Session, by: Person | None, person_id: UUID) -> Person:
    """Any person, for who manages people."""
    guard.require(by, Deed.MANAGE_TEAMS)
    if person := db.get(Person, person_id):
        return person
    raise NotFound
