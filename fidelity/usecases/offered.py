"""Which of the machine's suggestions a rater is offered: the team's choice, frozen by publishing."""

from typing import Any

from sqlalchemy import ColumnElement, and_, or_

from models import Offer, Review, Suggestion, Team


def offer_of(review: Review | None, team: Team) -> Offer:
    """What was frozen when the review was published; the team's choice of today before that."""
    return (review.offer if review else None) or team.offer


def is_offered(suggestion: Suggestion, offer: Offer) -> bool:
    """Strong enough for the team; or drawn to find out what the machine misses, which looks the same."""
    return suggestion.chance is not None or suggestion.strength in offer.strengths


def is_strong_enough(offer: Any) -> ColumnElement[bool]:
    """As a question to the database, by strength alone; ``offer``: a column, or coalesced columns."""
    return or_(*(and_(offer == each, Suggestion.strength.in_(each.strengths)) for each in Offer))


def is_of_the_machine() -> ColumnElement[bool]:
    """What was drawn from what the machine left unmarked says nothing of what it suggests."""
    return Suggestion.chance.is_(None)
