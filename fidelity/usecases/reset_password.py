"""Gives a person a new one-time password."""

from uuid import UUID

from sqlalchemy.orm import Session

from fidelity.usecases import audit
from fidelity.usecases.change_person import find_person
from fidelity.usecases.errors import InvalidInput
from fidelity.usecases.one_time_password import HashPassword, set_one_time_password
from models import Person


def reset_password(
    db: Session,
    hash_password: HashPassword,
    *,
    by: Person | None,
    person_id: UUID,
    password: str | None = None,
) -> tuple[Person, str]:
    """Give back the person and the password, which is shown once and kept nowhere.

    Whoever is signed in as this person is signed out.
    """
    person = find_person(db, by, person_id)
    if by is not None and by.id == person.id:
        raise InvalidInput({"account": "Change your own password under your name at the top of the page"})
    chosen = set_one_time_password(hash_password, person, password)
    audit.note(db, by, "reset password", subject_id=person.id)
    db.commit()
    return person, chosen
