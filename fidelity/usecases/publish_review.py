"""A rater gives the review to the therapist."""

from uuid import UUID

from sqlalchemy.orm import Session

from fidelity.usecases import audit
from fidelity.usecases.draft import NotYoursToWrite, draft
from fidelity.usecases.errors import InvalidInput
from models import Person, Principle, Review, ReviewStatus, now


def publish_review(db: Session, *, by: Person, review_id: UUID) -> Review:
    """Publish it, if nothing is missing. Publishing twice is publishing once."""
    try:
        review = draft(db, by, review_id)
    except NotYoursToWrite as error:
        if error.review.by_id == by.id:
            return error.review
        raise
    if messages := what_is_missing(review):
        raise InvalidInput(messages)

    review.status = ReviewStatus.PUBLISHED
    review.published_at = now()
    review.offer = review.week.case.team.offer
    audit.note(db, by, "published review", subject_id=review.id, team_id=review.week.case.team_id)
    db.commit()
    return review


def what_is_missing(review: Review) -> dict[str, str]:
    """What a review needs before the therapist can have it: a sentence for each field."""
    missing = {
        f"rating-{principle.value}": (
            f"Select 1 to 5, or not assessable, for “{review.codebook.entry(principle).title}”"
        )
        for principle in Principle
        if review.rating(principle) is None
    }
    if not review.strengths.strip() and not review.next_steps.strip():
        missing["strengths"] = "Write the strengths or the next steps"
    for position, action in enumerate(review.actions):
        if not action.text.strip():
            missing[f"action-{position}-text"] = "Enter what was agreed, or remove this action"
    return missing
