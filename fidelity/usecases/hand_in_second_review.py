"""A second rater hands in what they make of a week."""

from uuid import UUID

from sqlalchemy.orm import Session

from fidelity.usecases import audit
from fidelity.usecases.ask_for_agreement import want_agreement
from fidelity.usecases.draft import NotYoursToWrite, draft
from fidelity.usecases.errors import InvalidInput, NotFound
from fidelity.usecases.second_look_of import second_look_of
from fidelity.usecases.what_is_missing import what_is_missing
from models import Person, Rater, Review, ReviewStatus, now


def hand_in_second_review(db: Session, *, by: Person, review_id: UUID) -> Review:
    """It can no longer be changed, and nobody publishes it. Handing in twice is handing in once.

    All nine principles are rated, each number with its evidence or a sentence. Words of feedback are welcome
    and not needed: the therapist does not get them.
    """
    try:
        review = draft(db, by, review_id)
    except NotYoursToWrite as error:
        if error.review.by_id == by.id and error.review.rater is Rater.SECOND:
            return error.review
        raise
    if review.rater is not Rater.SECOND:
        raise NotFound
    if messages := what_second_lacks(db, review):
        raise InvalidInput(messages)

    review.status = ReviewStatus.SUBMITTED
    review.submitted_at = now()
    review.offer = review.week.case.team.offer
    if look := second_look_of(db, review.week_id):
        look.done_at = review.submitted_at
    want_agreement(db, review.week.case.team_id)
    audit.note(db, by, "handed in second rating", subject_id=review.id, team_id=review.week.case.team_id)
    db.commit()
    return review


def what_second_lacks(db: Session, review: Review) -> dict[str, str]:
    """A sentence for each field, as for a first review; words for the therapist are not asked for."""
    return {field: text for field, text in what_is_missing(db, review).items() if field != "strengths"}
