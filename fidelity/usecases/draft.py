"""The draft of a review, for whoever writes it: every change of a review begins here."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from fidelity.permissions import Deed
from fidelity.usecases import guard
from models import Person, Review, ReviewStatus


class NotYoursToWrite(Exception):
    """The review is done, or somebody else writes it. Carries it, so that a page can say which."""

    #: Where the words are kept that could not be saved, if there were any.
    kept_id: UUID | None = None

    def __init__(self, review: Review) -> None:
        super().__init__(
            review.status.value if review.status is not ReviewStatus.DRAFT else "somebody else's"
        )
        self.review = review


def draft(db: Session, by: Person, review_id: UUID) -> Review:
    """The review, locked until the transaction ends, if this person may change it now."""
    review = guard.review(db, by, Deed.REVIEW, review_id)
    # Two tabs of one person take turns. (SQLite has let only one of them begin.)
    db.execute(select(Review.id).where(Review.id == review_id).with_for_update())
    db.refresh(review)
    if review.status is not ReviewStatus.DRAFT or review.by_id != by.id:
        raise NotYoursToWrite(review)
    return review
