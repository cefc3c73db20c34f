"""A rater rewords a comment, or takes it back, while the review is a draft."""

from uuid import UUID

from sqlalchemy.orm import Session

from fidelity.usecases.add_comment import comment_messages
from fidelity.usecases.draft import draft
from fidelity.usecases.errors import InvalidInput, NotFound
from models import Comment, Person, Review, now


def change_comment(db: Session, *, by: Person, review_id: UUID, comment_id: UUID, text: str) -> Comment:
    """Keep the new words."""
    comment = _own(db, draft(db, by, review_id), comment_id)
    if messages := comment_messages(text):
        raise InvalidInput(messages)
    comment.text = text.strip()
    db.commit()
    return comment


def remove_comment(db: Session, *, by: Person, review_id: UUID, comment_id: UUID) -> Comment:
    """Take it back; it is kept as removed."""
    comment = _own(db, draft(db, by, review_id), comment_id)
    comment.removed_at = comment.removed_at or now()
    db.commit()
    return comment


def _own(db: Session, review: Review, comment_id: UUID) -> Comment:
    comment = db.get(Comment, comment_id)
    if comment is None or comment.review_id != review.id:
        raise NotFound
    return comment
