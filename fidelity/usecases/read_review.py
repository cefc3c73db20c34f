"""Reads one review for those who review: draft or published, and as the therapist will see it."""

from uuid import UUID

from sqlalchemy.orm import Session

from fidelity.permissions import Deed
from fidelity.usecases import audit, guard
from fidelity.usecases.errors import NotFound
from fidelity.usecases.feedback_parts import Feedback
from fidelity.usecases.read_feedback import assemble_feedback
from models import Person, Rater, Review


def read_review(db: Session, *, by: Person, review_id: UUID) -> Review:
    """The review with its ratings and actions."""
    return guard.review(db, by, Deed.REVIEW, review_id)


def preview_feedback(db: Session, *, by: Person, review_id: UUID) -> Feedback:
    """The feedback that publishing would give. A second rating gives none.

    Whoever previews what somebody else writes has read it; of the own there is no trace of a reading.
    """
    review = read_review(db, by=by, review_id=review_id)
    if review.rater is not Rater.FIRST:
        raise NotFound
    if review.by_id != by.id:
        audit.note_reading(db, by, "read review", subject_id=review.id, team_id=review.week.case.team_id)
    return assemble_feedback(db, review, may_reply=False)
