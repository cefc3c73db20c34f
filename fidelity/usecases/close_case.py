"""Closes a case, and opens it again when that was too early."""

from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from fidelity.permissions import Deed
from fidelity.usecases import audit, guard
from fidelity.usecases.answers import Answers, said
from fidelity.usecases.errors import NotAllowed
from models import Case, Person


def close_case(db: Session, *, by: Person | None, case_id: UUID, closed_on: str) -> Case:
    """``closed_on``, as typed, is the last day of treatment. Who held the case can still read it."""
    case = guard.case(db, by, Deed.MANAGE_CASES, case_id)
    if case.closed_on is not None:
        raise NotAllowed
    answers = Answers()
    last_day = answers.day("closed_on", closed_on, missing="Enter the last day of treatment")
    if last_day < case.opened_on:
        answers.refuse("closed_on", f"The case was opened on {said(case.opened_on)}. Enter a later day")
    if last_day > date.today():
        answers.refuse("closed_on", "The last day of treatment must be today or earlier")
    answers.check()

    case.closed_on = last_day
    audit.note(db, by, "closed case", subject_id=case.id, team_id=case.team_id)
    db.commit()
    return case


def reopen_case(db: Session, *, by: Person | None, case_id: UUID) -> Case:
    """As if it had not been closed. Safe to ask for twice."""
    case = guard.case(db, by, Deed.MANAGE_CASES, case_id)
    if case.closed_on is not None:
        case.closed_on = None
        audit.note(db, by, "reopened case", subject_id=case.id, team_id=case.team_id)
        db.commit()
    return case
