"""A rater gives a principle its number, or says that it cannot be assessed."""

from uuid import UUID

from sqlalchemy.orm import Session

from fidelity.usecases.draft import draft
from fidelity.usecases.errors import InvalidInput
from models import Person, Principle, Rating, RatingChange

NOT_ASSESSABLE = "not_assessable"
CLEARED = ""


def rate_principle(db: Session, *, by: Person, review_id: UUID, principle: Principle, choice: str) -> None:
    """``choice`` is ``1`` to ``5``, NOT_ASSESSABLE, or CLEARED, which opens the rating again.

    Every change of mind is kept. The same choice twice is one choice.
    """
    review = draft(db, by, review_id)
    value = _value(principle, choice)
    rating = review.rating(principle)
    if choice == CLEARED:
        if rating is None:
            return
        review.ratings.remove(rating)
        db.delete(rating)
    elif rating is None:
        review.ratings.append(Rating(principle=principle, value=value))
    elif rating.value == value:
        return
    else:
        rating.value = value
    db.add(
        RatingChange(
            review_id=review.id, principle=principle, value=value, is_cleared=choice == CLEARED, by_id=by.id
        )
    )
    db.commit()


def _value(principle: Principle, choice: str) -> int | None:
    if choice in {NOT_ASSESSABLE, CLEARED}:
        return None
    if choice in {"1", "2", "3", "4", "5"}:
        return int(choice)
    raise InvalidInput({f"rating-{principle.value}": "Select 1 to 5, or not assessable"})
