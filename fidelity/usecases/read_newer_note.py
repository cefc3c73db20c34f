"""The rater goes over to the revision of the note that was handed in after the review began."""

from uuid import UUID

from sqlalchemy.orm import Session

from fidelity.usecases import audit
from fidelity.usecases.carry_to_note import carry_to_note
from fidelity.usecases.draft import draft
from fidelity.usecases.start_review import newest_revision_id
from models import CaseNoteRevision, Person, Review


def read_newer_note(db: Session, *, by: Person, review_id: UUID) -> Review:
    """Review the newest revision. Marks and comments go there, where their words stand in it."""
    review = draft(db, by, review_id)
    newest = newest_revision_id(db, review.week_id)
    if newest != review.revision_id:
        review.revision_id = newest
        if newest is not None:
            carry_to_note(db, review, db.get_one(CaseNoteRevision, newest))
        audit.note(
            db, by, "took newer note into review", subject_id=review.id, team_id=review.week.case.team_id
        )
        db.commit()
    return review
