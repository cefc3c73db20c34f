"""Somebody takes a second rating that waits, or gives it back for others to take."""

from datetime import date
from uuid import UUID

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session

from fidelity.permissions import Deed
from fidelity.usecases import audit, guard
from fidelity.usecases.errors import InvalidInput, NotFound
from fidelity.usecases.second_look_of import require_second_rater
from fidelity.usecases.start_review import review_of
from models import (
    ActionAnswer,
    Comment,
    KeptWords,
    Mark,
    Person,
    Rater,
    RatingChange,
    Review,
    SecondLook,
    SuggestionDecision,
    Week,
)


def take_second_look(db: Session, *, by: Person, case_id: UUID, monday: date) -> SecondLook:
    """From now on it is this person's, and the first rater's work is closed to them until both are done."""
    week = _week(db, by, case_id, monday)
    look = require_second_rater(db, by, week)
    if look.given_to_id != by.id and look.done_at is None:
        look.given_to_id = by.id
        audit.note(db, by, "took a second rating", subject_id=week.id, team_id=week.case.team_id)
        db.commit()
    return look


def give_back_second_look(db: Session, *, by: Person, case_id: UUID, monday: date) -> SecondLook:
    """Anybody who may can take it again. What somebody has worked on is not given back.

    A review that was begun and in which nothing was done goes with it.
    """
    week = _week(db, by, case_id, monday)
    look = require_second_rater(db, by, week)
    if look.given_to_id != by.id:
        return look
    if review := review_of(db, week.id, Rater.SECOND):
        if look.done_at is not None or _is_worked_on(db, review):
            message = "You have begun to rate this week, so it stays with you. Hand it in when you are done"
            raise InvalidInput({"start": message})
        db.delete(review)
    look.given_to_id = None
    audit.note(db, by, "gave back a second rating", subject_id=week.id, team_id=week.case.team_id)
    db.commit()
    return look


def _week(db: Session, by: Person, case_id: UUID, monday: date) -> Week:
    _, week = guard.week(db, by, Deed.RATE_SECOND, case_id, monday)
    if week is None:
        raise NotFound
    # Two who want it in the same moment come one after the other.
    db.execute(select(Week.id).where(Week.id == week.id).with_for_update())
    return week


def _is_worked_on(db: Session, review: Review) -> bool:
    """Whatever was done in it, taken back since or not, or typed and kept beside it."""
    if review.number or review.revealed_at is not None:
        return True
    tables = (RatingChange, Mark, Comment, SuggestionDecision, ActionAnswer, KeptWords)
    done = or_(*(exists().where(table.review_id == review.id) for table in tables))
    return bool(db.scalar(select(done)))
