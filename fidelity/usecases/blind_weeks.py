"""Weeks of which a queue must not tell somebody yet what the machine found, or what another rater marked."""

from sqlalchemy import ColumnElement, and_, false, func, or_

from fidelity.usecases.blind import is_hidden_from
from models import Person, Review, Team


def is_blind(by: Person) -> ColumnElement[bool]:
    """Of a query that joins the week's team and, as far as there is one, its first review.

    Blind is a week whose rater rates first and has not seen what the machine suggests, and one that the
    person is to rate a second time.
    """
    return or_(is_not_revealed(), is_first_hidden(by))


def is_not_revealed() -> ColumnElement[bool]:
    """Its rater rates first: as the team chose when the review was begun; before that, as it does today."""
    return and_(func.coalesce(Review.is_rated_first, Team.is_rated_first), Review.revealed_at.is_(None))


def is_first_hidden(by: Person) -> ColumnElement[bool]:
    """The person is its second rater, and not done. False where there is no review."""
    return func.coalesce(is_hidden_from(by), false())
