"""A rater says of a suggestion's words what they show instead: another principle, or the other direction."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from fidelity.usecases.add_mark import what_is_not_chosen
from fidelity.usecases.carry_over import bring_forward
from fidelity.usecases.decide_suggestion import (
    decide,
    decide_suggestion,
    mark_on_words_of,
    open_suggestion_of,
)
from fidelity.usecases.draft import draft
from fidelity.usecases.errors import InvalidInput
from models import Person, Polarity, Principle, Suggestion, Verdict


def mark_instead(
    db: Session,
    *,
    by: Person,
    review_id: UUID,
    suggestion_id: UUID,
    principle: Principle | None,
    polarity: Polarity | None,
    shown_at: datetime | None = None,
) -> Suggestion:
    """Reject the suggestion and mark its words as the rater's own, in one step that one undo takes back.

    Where the rater says what the suggestion says, that is accepting it. The same twice is once: what is
    rejected already is left as it is.
    """
    review = draft(db, by, review_id)
    suggestion = open_suggestion_of(db, review, suggestion_id)
    if principle is None or polarity is None:
        raise InvalidInput(what_is_not_chosen(principle, polarity))
    if (suggestion.principle, suggestion.polarity) == (principle, polarity):
        return decide_suggestion(
            db,
            by=by,
            review_id=review_id,
            suggestion_id=suggestion_id,
            verdict=Verdict.ACCEPTED,
            shown_at=shown_at,
        )
    decision = decide(db, review, suggestion, by=by, verdict=Verdict.REJECTED, shown_at=shown_at)
    if decision is None:
        return suggestion
    mark = mark_on_words_of(suggestion, review, by)
    mark.principle, mark.polarity, mark.created_at = principle, polarity, decision.created_at
    db.add(mark)
    db.flush()
    bring_forward(db, mark)
    db.commit()
    return suggestion
