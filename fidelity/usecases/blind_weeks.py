"""Weeks of which a queue must not tell somebody yet what the machine found, or what another rater marked."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from fidelity.usecases.blind import is_hidden_from
from models import Person, Rater, Review, SecondLook, Team, Week


def find_hidden_weeks(db: Session, by: Person) -> set[UUID]:
    """Weeks of which the person is the second rater, and must not know yet what the first made of them."""
    second = aliased(Review)
    theirs = or_(
        Review.week_id.in_(select(SecondLook.week_id).where(SecondLook.given_to_id == by.id)),
        Review.week_id.in_(select(second.week_id).where(second.rater == Rater.SECOND, second.by_id == by.id)),
    )
    hidden = select(Review.week_id).where(Review.rater == Rater.FIRST, theirs, is_hidden_from(by))
    return set(db.scalars(hidden))


def is_blind(hidden: Collection[UUID]) -> ColumnElement[bool]:
    """Of a query that joins a week, its team and, as far as there is one, its first review.

    Blind is a week whose rater rates first and has not seen what the machine suggests, and one of those that
    are hidden from the person.
    """
    return or_(is_not_revealed(), Week.id.in_(hidden))


def is_not_revealed() -> ColumnElement[bool]:
    """Its rater rates first: as the team chose when the review was begun; before that, as it does today."""
    return and_(func.coalesce(Review.is_rated_first, Team.is_rated_first), Review.revealed_at.is_(None))
