"""Starts the clock of each suggestion when the rater first has it on the screen."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.orm import Session

from fidelity.usecases.draft import draft
from fidelity.usecases.hidden_suggestions import is_still_hidden
from models import Person, Suggestion, now


def show_suggestions(db: Session, *, by: Person, review_id: UUID, suggestion_ids: Sequence[UUID]) -> None:
    """Note that these were seen now, where they had not been; ids of other weeks change nothing."""
    review = draft(db, by, review_id)
    if is_still_hidden(review):
        return
    db.execute(
        update(Suggestion)
        .where(
            Suggestion.id.in_(suggestion_ids),
            Suggestion.week_id == review.week_id,
            Suggestion.first_shown_at.is_(None),
        )
        .values(first_shown_at=now())
    )
    db.commit()
