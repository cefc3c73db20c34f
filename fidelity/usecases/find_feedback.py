"""Finds the review that a therapist gets as feedback."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from fidelity.permissions import Deed
from fidelity.usecases import guard
from fidelity.usecases.errors import NotFound
from models import Person, Rater, Review, ReviewStatus, Week


def find_feedback(db: Session, by: Person, deed: Deed, review_id: UUID) -> Review:
    """A first rater's published review. A draft is no feedback, nor is a second rating, to anybody."""
    review = guard.review(db, by, deed, review_id)
    if review.status is not ReviewStatus.PUBLISHED or review.rater is not Rater.FIRST:
        raise NotFound
    return review


def lock_feedback(db: Session, review: Review) -> None:
    """Until the transaction ends, for who has found it. NotFound where it was taken back in this moment.

    Two clicks take turns, so that the second finds what the first has said.
    """
    db.execute(select(Week.id).where(Week.id == review.week_id).with_for_update())
    db.execute(select(Review.id).where(Review.id == review.id).with_for_update())
    db.refresh(review, ["status", "read_at"])
    if review.status is not ReviewStatus.PUBLISHED:
        raise NotFound
