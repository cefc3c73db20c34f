"""A rater takes a mark back."""

from uuid import UUID

from sqlalchemy.orm import Session

from fidelity.usecases.decide_suggestion import decide_suggestion
from fidelity.usecases.draft import draft
from fidelity.usecases.errors import NotFound
from models import Mark, Person, Verdict, now


def remove_mark(db: Session, *, by: Person, review_id: UUID, mark_id: UUID) -> Mark:
    """Take it back; it is kept as removed. A mark that came from a suggestion undoes that decision."""
    review = draft(db, by, review_id)
    mark = db.get(Mark, mark_id)
    if mark is None or mark.review_id != review.id:
        raise NotFound
    if mark.removed_at is not None:
        return mark
    if mark.suggestion_id is not None:
        decide_suggestion(
            db, by=by, review_id=review_id, suggestion_id=mark.suggestion_id, verdict=Verdict.UNDONE
        )
        return mark
    mark.removed_at = now()
    db.commit()
    return mark
