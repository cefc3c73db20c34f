"""What therapists said to ratings, and what was answered, for reports: the reply travels with the number."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from models import Mark, Person, Principle, Rating, Reply, Stance


@dataclass(frozen=True, slots=True)
class ReplyText:
    """One message. ``principle``: of the rating or mark it is about; nothing for a comment or the whole."""

    review_id: UUID
    principle: Principle | None
    is_of_mark: bool
    is_of_comment: bool
    stance: Stance
    by: str
    at: datetime
    text: str

    @property
    def is_of_whole(self) -> bool:
        """Whether it is about the feedback as a whole."""
        return self.principle is None and not self.is_of_comment


def reply_texts(db: Session, review_ids: Collection[UUID]) -> Mapping[UUID, Sequence[ReplyText]]:
    """By review, oldest first, for reviews that the caller may show. One query; columns, not rows."""
    found: defaultdict[UUID, list[ReplyText]] = defaultdict(list)
    if not review_ids:
        return found
    rows = db.execute(
        select(
            Reply.review_id,
            Rating.principle,
            Mark.principle,
            Reply.comment_id,
            Reply.stance,
            Person.name,
            Reply.created_at,
            Reply.text,
        )
        .join(Person, Person.id == Reply.by_id)
        .outerjoin(Rating, Rating.id == Reply.rating_id)
        .outerjoin(Mark, Mark.id == Reply.mark_id)
        .where(Reply.review_id.in_(review_ids), or_(Mark.id.is_(None), Mark.removed_at.is_(None)))
        .order_by(Reply.created_at, Reply.id)
    )
    for review_id, of_rating, of_mark, comment_id, stance, name, at, text in rows:
        found[review_id].append(
            ReplyText(
                review_id=review_id,
                principle=of_rating or of_mark,
                is_of_mark=of_mark is not None,
                is_of_comment=comment_id is not None,
                stance=stance,
                by=name,
                at=at,
                text=text,
            )
        )
    return found
