"""Finds the review that a therapist gets as feedback."""

from uuid import UUID

from sqlalchemy.orm import Session

from fidelity.permissions import Deed
from fidelity.usecases import guard
from fidelity.usecases.errors import NotFound
from models import Person, Rater, Review, ReviewStatus


def find_feedback(db: Session, by: Person, deed: Deed, review_id: UUID) -> Review:
    """A first rater's published review. A draft is no feedback, nor is a second rating, to anybody."""
    review = guard.review(db, by, deed, review_id)
    if review.status is not ReviewStatus.PUBLISHED or review.rater is not Rater.FIRST:
        raise NotFound
    return review
