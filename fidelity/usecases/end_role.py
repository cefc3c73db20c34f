"""Ends a role. The row stays: who held which role when is never forgotten."""

from uuid import UUID

from sqlalchemy.orm import Session

from fidelity.permissions import Deed
from fidelity.usecases import audit, guard
from fidelity.usecases.administrators import LAST_ONE, another_administrator
from fidelity.usecases.answers import Answers, said
from fidelity.usecases.errors import NotFound
from models import Person, Role, TeamRole


def end_role(db: Session, *, by: Person | None, role_id: UUID, ends_on: str) -> TeamRole:
    """``ends_on``, as typed, is the last day on which the role counts."""
    held = find_role(db, by, role_id)
    answers = Answers()
    last_day = answers.day("ends_on", ends_on, missing="Enter the last day of the role")
    if last_day < held.starts_on:
        answers.refuse(
            "ends_on", f"The last day must be {said(held.starts_on)} or later, when the role began"
        )
    if held.role is Role.ADMINISTRATOR and not another_administrator(db, held.person, after=last_day):
        answers.refuse("ends_on", LAST_ONE)
    answers.check()

    held.ends_on = last_day
    audit.note(db, by, "ended role", subject_id=held.person_id, team_id=held.team_id)
    db.commit()
    return held


def find_role(db: Session, by: Person | None, role_id: UUID) -> TeamRole:
    """Any role of anybody, for who manages people."""
    guard.require(by, Deed.MANAGE_TEAMS)
    if held := db.get(TeamRole, role_id):
        return held
    raise NotFound
