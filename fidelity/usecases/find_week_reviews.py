"""The reviews of a week, how far each is, and how many comments it has; as far as somebody may know."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import and_, false, func, or_, select
from sqlalchemy.orm import Session

from fidelity.usecases.blind import is_hidden_from
from models import PASSED_ON, Comment, Person, Rater, Review, ReviewStatus, Week


@dataclass(frozen=True, slots=True)
class WeekReview:
    """One review, without its content."""

    id: UUID
    rater: Rater
    status: ReviewStatus
    by: str
    #: When it was published or, a second one, handed in; nothing while it is a draft.
    done_at: datetime | None
    read_at: datetime | None
    #: Those that stand, and how many of them somebody has settled.
    comments: int
    resolved: int
    #: The person rates the week a second time, and must not look yet.
    is_hidden: bool

    @property
    def is_published(self) -> bool:
        """Whether the therapist has it."""
        return self.status is ReviewStatus.PUBLISHED


def find_week_reviews(db: Session, by: Person, week: Week, *, sees_drafts: bool) -> list[WeekReview]:
    """The first before the second.

    Who sees no drafts knows of published feedback alone. Of a second review its own rater knows, and the
    other raters when both are done.
    """
    published = and_(Review.rater == Rater.FIRST, Review.status == ReviewStatus.PUBLISHED)
    hidden = is_hidden_from(by) if sees_drafts else false()
    known = or_(Review.rater == Rater.FIRST, ~hidden) if sees_drafts else published
    stands = select(func.count()).where(Comment.review_id == Review.id, Comment.removed_at.is_(None))
    rows = db.execute(
        select(
            Review.id,
            Review.rater,
            Review.status,
            Person.name,
            func.coalesce(Review.published_at, Review.submitted_at),
            Review.read_at,
            stands.correlate(Review).scalar_subquery(),
            stands.where(Comment.resolved_at.is_not(None)).correlate(Review).scalar_subquery(),
            hidden,
        )
        .join(Person, Person.id == Review.by_id)
        .where(Review.week_id == week.id, Review.rater.not_in(PASSED_ON), known)
        .order_by(Review.rater)
    )
    found = [WeekReview(*row) for row in rows]
    return [replace(each, comments=0, resolved=0) if each.is_hidden else each for each in found]
