"""Weeks of which a queue must not tell somebody yet what the machine found, or what another rater marked."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_
from sqlalchemy.orm import Session

from fidelity.usecases.blind import kept_weeks
from models import Person, Review, Team, Week


def find_hidden_weeks(db: Session, by: Person) -> set[UUID]:
    """Weeks that the person rates a second time, or may: of them they must not know what the first made."""
    return set(kept_weeks(db, by))


def is_blind(hidden: Collection[UUID]) -> ColumnElement[bool]:
    """Of a query that joins a week, its team and, as far as there is one, its first review.

    Blind is a week whose rater rates first and has not seen what the machine suggests, and one of those that
    are hidden from the person.
    """
    return or_(is_not_revealed(), Week.id.in_(hidden))


def is_not_revealed() -> ColumnElement[bool]:
    """Its rater rates first: as the team chose when the review was begun; before that, as it does today."""
    return and_(func.coalesce(Review.is_rated_first, Team.is_rated_first), Review.revealed_at.is_(None))
