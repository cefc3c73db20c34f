"""What is the same in opening and in changing a case: its reference, its days, who may hold it."""

import re
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from fidelity.usecases.answers import Answers, said
from fidelity.usecases.errors import InvalidInput
from models import Case, Person, Role

_REFERENCE = re.compile(r"[A-Z]{2,6}-[0-9]{3,6}")
TAKEN = "There is a case of this reference already"


def read_reference(db: Session, answers: Answers, typed: str, *, own_id: UUID) -> str:
    """A reference such as ``LEI-0042``. Its shape leaves no room for a name."""
    reference = typed.strip().upper()
    if not reference:
        answers.refuse("reference", "Enter the reference of the case")
    elif not _REFERENCE.fullmatch(reference):
        answers.refuse(
            "reference", "Enter 2 to 6 letters, a dash and 3 to 6 digits, such as LEI-0042. Never use a name"
        )
    elif db.scalar(select(Case.id).where(Case.reference == reference, Case.id != own_id)):
        answers.refuse("reference", TAKEN)
    return reference


def read_opened_on(answers: Answers, typed: str) -> date:
    """The first day of treatment, which cannot lie ahead."""
    opened = answers.day("opened_on", typed, missing="Enter the day on which the case was opened")
    if opened > date.today():
        answers.refuse("opened_on", "The day on which the case was opened must be today or earlier")
    return opened


def read_therapist(
    db: Session, answers: Answers, person_id: UUID | None, *, team_id: UUID, on: date
) -> Person | None:
    """Somebody who is a therapist of the team on a day."""
    person = db.get(Person, person_id) if person_id else None
    if person is None:
        answers.refuse("therapist", "Select a therapist")
    elif not person.active or not any(
        r.role is Role.THERAPIST and r.team_id == team_id and r.is_held_on(on) for r in person.team_roles
    ):
        # Without a name: it may be of somebody in another team.
        answers.refuse("therapist", f"Select somebody who is a therapist of this team on {said(on)}")
    return person


def commit_case(db: Session) -> None:
    """Commit; two people who use the same reference in the same moment get the sentence, too."""
    try:
        db.commit()
    except IntegrityError:
        db.rollback()
        raise InvalidInput({"reference": TAKEN}) from None
