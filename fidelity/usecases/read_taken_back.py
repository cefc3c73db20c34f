"""What a therapist finds behind a link to feedback that was taken back: that it was, and comes again."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from fidelity.permissions import Deed
from fidelity.usecases import guard
from fidelity.usecases.errors import NotFound
from fidelity.usecases.take_back_review import was_taken_back
from models import Person, Rater, Review, ReviewStatus, TakenBack


@dataclass(frozen=True)
class GoneForNow:
    """Feedback that is a draft again. Nothing of what stood in it is here."""

    review: Review
    taken_back: TakenBack


def read_taken_back(db: Session, *, by: Person, review_id: UUID) -> GoneForNow:
    """For everybody who could read the feedback; NotFound where there was none, or it is there again."""
    review = db.get(Review, review_id)
    if review is None or review.rater is not Rater.FIRST or review.status is not ReviewStatus.DRAFT:
        raise NotFound
    guard.case(db, by, Deed.READ_FEEDBACK, review.week.case_id)
    taken_back = was_taken_back(db, review.id)
    if taken_back is None:
        raise NotFound
    return GoneForNow(review, taken_back)
