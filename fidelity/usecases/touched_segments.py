"""The segments of a week on which something hangs in a review: what a change there can show or hide."""

from uuid import UUID

from sqlalchemy import select, union
from sqlalchemy.orm import Session

from models import Comment, Mark, Review, Suggestion, Week


def touched_segments(db: Session, week: Week, review: Review | None) -> set[UUID]:
    """Those of suggestions, marks and comments, also of what was taken back just now."""
    tables = [select(Suggestion.segment_id).where(Suggestion.week_id == week.id)]
    if review is not None:
        tables += [select(table.segment_id).where(table.review_id == review.id) for table in (Mark, Comment)]
    return {key for key in db.scalars(union(*tables)) if key is not None}
