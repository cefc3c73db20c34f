"""Weeks of which nothing of the machine may be told yet: their rater rates first, and has not seen it."""

from sqlalchemy import ColumnElement, and_, func

from models import Review, Team


def is_blind() -> ColumnElement[bool]:
    """Of a query that joins the week's team and, as far as there is one, its first review.

    A review keeps the team's choice of when it was begun; before that the team's choice of today counts.
    """
    return and_(func.coalesce(Review.is_rated_first, Team.is_rated_first), Review.revealed_at.is_(None))
