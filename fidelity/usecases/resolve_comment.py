"""A comment is settled between people, or is open again."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from fidelity.permissions import Deed
from fidelity.usecases import audit, guard
from fidelity.usecases.draft import draft
from fidelity.usecases.errors import NotFound
from fidelity.usecases.find_feedback import find_feedback, lock_feedback
from fidelity.usecases.second_look_of import follow_contests
from models import Comment, Person, ReviewStatus, now


def resolve_comment(
    db: Session, *, by: Person, review_id: UUID, comment_id: UUID, is_resolved: bool
) -> Comment:
    """In a draft its writer can do it; once it is published, everybody in the thread. Twice is once.

    A contest of it is settled by that, and open again with it.
    """
    review = guard.review(db, by, Deed.ANSWER_REPLY, review_id)
    if review.status is ReviewStatus.DRAFT:
        draft(db, by, review_id)
    else:
        lock_feedback(db, find_feedback(db, by, Deed.ANSWER_REPLY, review_id))
    # Two people who settle it in the same moment come one after the other.
    db.execute(select(Comment.id).where(Comment.id == comment_id).with_for_update())
    comment = db.get(Comment, comment_id, populate_existing=True)
    if comment is None or comment.review_id != review.id or comment.removed_at is not None:
        raise NotFound
    if is_resolved == (comment.resolved_at is not None):
        return comment
    comment.resolved_at = now() if is_resolved else None
    comment.resolved_by_id = by.id if is_resolved else None
    db.flush()
    if review.status is ReviewStatus.PUBLISHED:
        follow_contests(db, by, review)
    what = "resolved a comment" if is_resolved else "opened a comment again"
    audit.note(db, by, what, subject_id=comment.id, team_id=review.week.case.team_id)
    db.commit()
    return comment
