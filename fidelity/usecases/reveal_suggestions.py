"""A rater who has rated all nine principles has the machine's suggestions shown."""

from uuid import UUID

from sqlalchemy.orm import Session

from fidelity.usecases import audit
from fidelity.usecases.draft import draft
from fidelity.usecases.errors import InvalidInput
from models import Person, Principle, Review, now


def reveal_suggestions(db: Session, *, by: Person, review_id: UUID) -> Review:
    """Show them from now on. That cannot be undone: what was seen cannot be unseen. Twice is once.

    Raises InvalidInput with a sentence for each principle that is not rated yet.
    """
    review = draft(db, by, review_id)
    if not review.is_rated_first or review.revealed_at is not None:
        return review
    if messages := what_is_not_rated(review):
        raise InvalidInput(messages)
    review.revealed_at = now()
    audit.note(db, by, "revealed suggestions", subject_id=review.id, team_id=review.week.case.team_id)
    db.commit()
    return review


def what_is_not_rated(review: Review) -> dict[str, str]:
    """A sentence for each principle without a rating; not assessable is one."""
    return {
        f"rating-{principle.value}": (
            f"Select 1 to 5, or not assessable, for “{review.codebook.entry(principle).title}”"
        )
        for principle in Principle
        if review.rating(principle) is None
    }
