"""Reads one review for those who review: draft or published, and as the therapist will see it."""

from uuid import UUID

from sqlalchemy.orm import Session

from fidelity.permissions import Deed
from fidelity.usecases import guard
from fidelity.usecases.read_feedback import Feedback, assemble_feedback
from models import Person, Review


def read_review(db: Session, *, by: Person, review_id: UUID) -> Review:
    """The review with its ratings and actions."""
    return guard.review(db, by, Deed.REVIEW, review_id)


def preview_feedback(db: Session, *, by: Person, review_id: UUID) -> Feedback:
    """The feedback that publishing would give. Leaves no trace of a reading: nobody has been given it."""
    return assemble_feedback(db, read_review(db, by=by, review_id=review_id), may_reply=False)
