"""A rater rewords a comment, or takes it back, while the review is a draft."""

from uuid import UUID

from sqlalchemy.orm import Session

from fidelity.usecases.add_comment import comment_messages
from fidelity.usecases.draft import draft
from fidelity.usecases.errors import InvalidInput, NotFound
from models import Comment, Person, Review, now


def change_comment(
    db: Session, *, by: Person, review_id: UUID, comment_id: UUID, text: str, was: str | None = None
) -> Comment:
    """Keep the new words. ``was``: what stood there when the page was made.

    If another tab has reworded it since, nothing is changed, and InvalidInput says what stands there now:
    the page still holds what was typed, so the person has both.
    """
    comment = _own(db, draft(db, by, review_id), comment_id)
    if messages := comment_messages(text):
        raise InvalidInput(messages)
    if was is not None and comment.text not in {_tidy(was), _tidy(text)}:
        raise InvalidInput(
            {
                "text": f"This comment was changed elsewhere meanwhile, to: “{comment.text}”. "
                "Copy your words, load the page again, and change it there"
            }
        )
    comment.text = _tidy(text)
    db.commit()
    return comment


def remove_comment(db: Session, *, by: Person, review_id: UUID, comment_id: UUID) -> Comment:
    """Take it back; it is kept as removed."""
    comment = _own(db, draft(db, by, review_id), comment_id)
    comment.removed_at = comment.removed_at or now()
    db.commit()
    return comment


def _tidy(text: str) -> str:
    return text.replace("\r\n", "\n").strip()


def _own(db: Session, review: Review, comment_id: UUID) -> Comment:
    comment = db.get(Comment, comment_id)
    if comment is None or comment.review_id != review.id:
        raise NotFound
    return comment
