"""A rater marks words as evidence for or against a principle."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from fidelity.usecases.anchor_words import Place, anchor
from fidelity.usecases.carry_over import bring_forward
from fidelity.usecases.draft import draft
from fidelity.usecases.errors import InvalidInput
from models import Mark, Person, Polarity, Principle


def add_mark(
    db: Session,
    *,
    by: Person,
    review_id: UUID,
    place: Place,
    quote: str,
    near: int = 0,
    principle: Principle | None,
    polarity: Polarity | None,
) -> Mark:
    """Keep the mark. The same words marked the same way twice are one mark."""
    review = draft(db, by, review_id)
    missing = what_is_not_chosen(principle, polarity)
    try:
        columns = anchor(db, review, place, quote=quote, near=near)
    except InvalidInput as error:
        raise InvalidInput(error.messages | missing) from error
    if missing:
        raise InvalidInput(missing)

    columns |= {"review_id": review.id, "principle": principle, "polarity": polarity, "removed_at": None}
    if there := db.scalars(select(Mark).filter_by(**columns)).first():
        return there
    mark = Mark(by_id=by.id, **columns)
    db.add(mark)
    db.flush()
    bring_forward(db, mark)
    db.commit()
    return mark


def what_is_not_chosen(principle: Principle | None, polarity: Polarity | None) -> dict[str, str]:
    """A sentence for each of the two that a rater must choose."""
    missing = {}
    if principle is None:
        missing["principle"] = "Select a principle"
    if polarity is None:
        missing["polarity"] = "Select whether the words show the principle or go against it"
    return missing
