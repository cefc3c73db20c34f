"""A rater gives the review to the therapist."""

from uuid import UUID

from sqlalchemy.orm import Session

from fidelity.usecases import audit
from fidelity.usecases.ask_for_agreement import want_agreement
from fidelity.usecases.draft import NotYoursToWrite, draft
from fidelity.usecases.errors import InvalidInput, NotFound
from fidelity.usecases.what_is_missing import what_is_missing
from models import Person, Rater, Review, ReviewStatus, now


def publish_review(db: Session, *, by: Person, review_id: UUID) -> Review:
    """Publish it, if nothing is missing. Publishing twice is publishing once. A second rating is never."""
    try:
        review = draft(db, by, review_id)
    except NotYoursToWrite as error:
        if error.review.by_id == by.id:
            return error.review
        raise
    if review.rater is not Rater.FIRST:
        raise NotFound
    if messages := what_is_missing(db, review):
        raise InvalidInput(messages)

    review.status = ReviewStatus.PUBLISHED
    review.published_at = now()
    review.offer = review.week.case.team.offer
    want_agreement(db, review.week.case.team_id)
    audit.note(db, by, "published review", subject_id=review.id, team_id=review.week.case.team_id)
    db.commit()
    return review
