"""Which of the machine's suggestions a rater is offered: the team's choice, frozen by publishing."""

from typing import Any

from sqlalchemy import ColumnElement, and_, or_

from models import Offer, Review, Strength, Suggestion, Team


def offer_of(review: Review | None, team: Team) -> Offer:
    """What was frozen when the review was published; the team's choice of today before that."""
    return (review.offer if review else None) or team.offer


def is_offered(suggestion: Suggestion, offer: Offer) -> bool:
    """Strong enough for the team. What was drawn to find out what the machine misses looks like a fair one.

    It comes and goes with the fair ones: where those are not shown, nothing can be told from it, and among
    the strong alone whoever chooses fewer would see which it is.
    """
    strength = suggestion.strength if suggestion.chance is None else Strength.USUAL
    return strength in offer.strengths


def is_offered_in(offer: Any) -> ColumnElement[bool]:
    """The same as a question to the database; ``offer``: a column, or coalesced columns."""
    with_drawn = [each for each in Offer if Strength.USUAL in each.strengths]
    return or_(
        and_(~is_of_the_machine(), offer.in_(with_drawn)),
        and_(is_of_the_machine(), is_strong_enough(offer)),
    )


def is_strong_enough(offer: Any) -> ColumnElement[bool]:
    """As a question to the database, by strength alone; ``offer``: a column, or coalesced columns."""
    return or_(*(and_(offer == each, Suggestion.strength.in_(each.strengths)) for each in Offer))


def is_of_the_machine() -> ColumnElement[bool]:
    """What was drawn from what the machine left unmarked says nothing of what it suggests."""
    return Suggestion.chance.is_(None)
