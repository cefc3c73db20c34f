"""What a rater had given each principle before looking at the suggestions."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Principle, RatingChange, Review


def ratings_before(db: Session, review: Review) -> dict[Principle, int | None]:
    """By principle; nothing: not assessable. Empty unless the review was rated first and then revealed."""
    if not review.is_rated_first or review.revealed_at is None:
        return {}
    return before_reveal(db, [review.id]).get(review.id, {})


def before_reveal(db: Session, review_ids: list[UUID]) -> dict[UUID, dict[Principle, int | None]]:
    """By review: of each principle the last choice that was made without the suggestions in sight."""
    rows = db.execute(
        select(RatingChange.review_id, RatingChange.principle, RatingChange.value, RatingChange.is_cleared)
        .where(RatingChange.review_id.in_(review_ids), RatingChange.is_after_reveal.is_(False))
        .order_by(RatingChange.created_at, RatingChange.id)
    )
    found: dict[UUID, dict[Principle, int | None]] = {}
    for review_id, principle, value, is_cleared in rows:
        of_review = found.setdefault(review_id, {})
        if is_cleared:
            of_review.pop(principle, None)
        else:
            of_review[principle] = value
    return found
