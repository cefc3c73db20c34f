"""What was said under each comment of a review."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Reply, Review


def find_threads(db: Session, review: Review) -> Mapping[UUID, Sequence[Reply]]:
    """By comment, oldest first: the therapist's replies and what was answered.

    A draft that was never published has none.
    """
    found: defaultdict[UUID, list[Reply]] = defaultdict(list)
    replies = select(Reply).where(Reply.review_id == review.id, Reply.comment_id.is_not(None))
    for reply in db.scalars(replies.order_by(Reply.created_at, Reply.id)):
        if reply.comment_id is not None:
            found[reply.comment_id].append(reply)
    return found
