"""What stands in a second rating that goes to somebody else: kept as it is, or nothing at all."""

from uuid import UUID

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session

from fidelity.usecases import audit
from fidelity.usecases.errors import InvalidInput
from fidelity.usecases.hidden_suggestions import was_looked_at
from models import (
    PASSED_ON,
    ActionAnswer,
    Comment,
    KeptWords,
    Mark,
    Person,
    RatingChange,
    Review,
    ReviewStatus,
    SuggestionDecision,
    now,
)


def set_aside(db: Session, by: Person, review: Review) -> None:
    """Keep what was done in it, out of the way of the next rater. Part of the caller's deed.

    A review that was begun and in which nothing was done goes altogether.
    """
    # Whoever writes it in another tab comes before or after, and is then told.
    db.execute(select(Review.id).where(Review.id == review.id).with_for_update())
    db.refresh(review, ["number", "revealed_at", "rater", "status"])
    if review.status is not ReviewStatus.DRAFT:
        raise InvalidInput({"start": "This second rating was handed in a moment ago, so it stays as it is"})
    if not is_worked_on(db, review):
        db.delete(review)
        db.flush()
        return
    taken = set(db.scalars(select(Review.rater).filter_by(week_id=review.week_id)))
    free = next((rater for rater in PASSED_ON if rater not in taken), None)
    if free is None:
        message = "This second rating was passed on twice already. Whoever has it now hands it in"
        raise InvalidInput({"start": message})
    review.rater, review.status, review.submitted_at = free, ReviewStatus.SUBMITTED, now()
    review.offer = review.week.case.team.offer
    what, team_id = "set a second rating aside", review.week.case.team_id
    audit.note(db, by, what, subject_id=review.id, team_id=team_id)
    db.flush()


def is_worked_on(db: Session, review: Review) -> bool:
    """Whatever was done in it, taken back since or not, or typed and kept beside it."""
    if review.number or review.revealed_at is not None:
        return True
    tables = (RatingChange, Mark, Comment, SuggestionDecision, ActionAnswer, KeptWords)
    done = or_(*(exists().where(table.review_id == review.id) for table in tables))
    return bool(db.scalar(select(done)))


def has_looked_before(db: Session, by: Person, week_id: UUID) -> bool:
    """Whether the suggestions were before them in what they had begun of it and passed on."""
    own = (Review.week_id == week_id, Review.by_id == by.id, Review.rater.in_(PASSED_ON))
    return bool(db.scalar(select(exists().where(*own, was_looked_at()))))
