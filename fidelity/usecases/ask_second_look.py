"""A rater asks that a week be rated a second time, by somebody else."""

from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from fidelity.permissions import Deed
from fidelity.usecases import audit, guard
from fidelity.usecases.errors import InvalidInput
from fidelity.usecases.second_look_of import second_look_of
from fidelity.usecases.start_review import first_review
from models import LookCause, Person, SecondLook, Week


def ask_second_look(db: Session, *, by: Person, case_id: UUID, monday: date) -> SecondLook:
    """One for each week: asked again, it is the one that is there, whatever called for it first."""
    case, week = guard.week(db, by, Deed.RATE_SECOND, case_id, monday)
    if week is None or first_review(db, week.id) is None:
        raise InvalidInput({"ask": "Nobody has begun to review this week, so there is no second rating yet"})
    db.execute(select(Week.id).where(Week.id == week.id).with_for_update())
    if there := second_look_of(db, week.id):
        return there
    look = SecondLook(week_id=week.id, cause=LookCause.ASKED, asked_by_id=by.id)
    db.add(look)
    db.flush()
    audit.note(db, by, "asked for a second rating", subject_id=week.id, team_id=case.team_id)
    db.commit()
    return look
