"""Reads one review for those who review: draft or published."""

from uuid import UUID

from sqlalchemy.orm import Session

from fidelity.permissions import Deed
from fidelity.usecases import guard
from models import Person, Review


def read_review(db: Session, *, by: Person, review_id: UUID) -> Review:
    """The review with its ratings and actions."""
    return guard.review(db, by, Deed.REVIEW, review_id)
