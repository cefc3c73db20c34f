"""Somebody takes a second rating that waits, or gives it back for others to take."""

from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from fidelity.usecases import audit
from fidelity.usecases.errors import InvalidInput
from fidelity.usecases.lock_second_look import lock_second_look
from fidelity.usecases.second_look_of import require_second_rater
from fidelity.usecases.second_work import is_worked_on, set_aside
from fidelity.usecases.start_review import review_of
from models import Person, Rater, SecondLook


def take_second_look(db: Session, *, by: Person, case_id: UUID, monday: date) -> SecondLook:
    """From now on it is this person's, and the first rater's work is closed to them until both are done.

    What somebody had begun who is away, or rates in the team no more, is set aside.
    """
    locked = lock_second_look(db, by, case_id, monday)
    look = require_second_rater(db, by, locked.week)
    if look.given_to_id != by.id and look.done_at is None:
        if review := review_of(db, locked.week.id, Rater.SECOND):
            set_aside(db, by, review)
        look.given_to_id = by.id
        team_id = locked.case.team_id
        audit.note(db, by, "took a second rating", subject_id=locked.week.id, team_id=team_id)
        db.commit()
    return look


def give_back_second_look(db: Session, *, by: Person, case_id: UUID, monday: date) -> SecondLook:
    """Anybody who may can take it again. What somebody has worked on is passed on instead.

    A review that was begun and in which nothing was done goes with it.
    """
    locked = lock_second_look(db, by, case_id, monday)
    look = require_second_rater(db, by, locked.week)
    if look.given_to_id != by.id:
        return look
    if review := review_of(db, locked.week.id, Rater.SECOND):
        if look.done_at is not None or is_worked_on(db, review):
            message = "You have begun to rate this week. Hand it in when you are done, or pass it on"
            raise InvalidInput({"start": message})
        set_aside(db, by, review)
    look.given_to_id = None
    team_id = locked.case.team_id
    audit.note(db, by, "gave back a second rating", subject_id=locked.week.id, team_id=team_id)
    db.commit()
    return look
