"""A rater says something about words, at their place."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from fidelity.usecases.anchor_words import Place, anchor
from fidelity.usecases.carry_over import bring_forward
from fidelity.usecases.draft import draft
from fidelity.usecases.errors import InvalidInput
from models import Comment, Person

LONGEST_COMMENT = 5_000


def add_comment(
    db: Session, *, by: Person, review_id: UUID, place: Place, quote: str, near: int = 0, text: str
) -> Comment:
    """Keep the comment with the words it is about. The same said twice of the same words is said once."""
    review = draft(db, by, review_id)
    messages = comment_messages(text)
    try:
        columns = anchor(db, review, place, quote=quote, near=near)
    except InvalidInput as error:
        raise InvalidInput(error.messages | messages) from error
    if messages:
        raise InvalidInput(messages)

    columns |= {"review_id": review.id, "by_id": by.id, "text": text.strip()}
    if there := db.scalars(select(Comment).filter_by(removed_at=None, **columns)).first():
        return there
    comment = Comment(**columns)
    db.add(comment)
    db.flush()
    bring_forward(db, comment)
    db.commit()
    return comment


def comment_messages(text: str) -> dict[str, str]:
    """What must be put right in a comment, for the field ``text``."""
    if not text.strip():
        return {"text": "Enter your comment"}
    if len(text) > LONGEST_COMMENT:
        return {"text": f"Shorten your comment to {LONGEST_COMMENT:,} characters or fewer"}
    return {}
