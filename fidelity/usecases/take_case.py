"""Ends the time in which a therapist holds a case."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from fidelity.permissions import Deed
from fidelity.usecases import audit, guard
from fidelity.usecases.answers import Answers, said
from fidelity.usecases.errors import NotFound
from models import CaseTherapist, Person


def take_case(db: Session, *, by: Person | None, held_id: UUID, ends_on: str) -> CaseTherapist:
    """``ends_on``, as typed, is the last day.

    The day before the first one undoes a mistake: the row stays, and says that the case was never held.
    """
    held = find_held(db, by, held_id)
    answers = Answers()
    last_day = answers.day("ends_on", ends_on, missing="Enter the last day")
    if last_day < held.starts_on - timedelta(days=1):
        answers.refuse(
            "ends_on",
            f"Enter {said(held.starts_on)}, when it began, or later; or the day before if it was a mistake",
        )
    answers.check()

    held.ends_on = last_day
    audit.note(db, by, "took case", subject_id=held.case_id, team_id=held.case.team_id)
    db.commit()
    return held


def find_held(db: Session, by: Person | None, held_id: UUID) -> CaseTherapist:
    """Who holds a case, for who manages it."""
    held = db.get(CaseTherapist, held_id)
    if held is None:
        raise NotFound
    guard.case(db, by, Deed.MANAGE_CASES, held.case_id)
    return held
