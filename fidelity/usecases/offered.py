"""Which of the machine's suggestions a rater is offered, and was: the one place that says so (docs/adr/0032).

A team's choice says how many, and publishing freezes it. Offered is what the rater had before them then.
"""

from typing import Any

from sqlalchemy import ColumnElement, and_, or_

from fidelity.usecases.hidden_suggestions import was_looked_at
from models import Offer, Review, Strength, Suggestion, Team, Verdict

#: What stands of a decision that was not undone.
DECIDED = (Verdict.ACCEPTED, Verdict.REJECTED)


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


def was_suggested(verdict: Any) -> ColumnElement[bool]:
    """Of each ``Suggestion`` on the words of a published ``Review``: the machine said so, to compare with.

    Strong enough for what the team wanted to see, or decided on; whether its rater looked or not. How far a
    rater and the machine agree is asked of those in particular who did not look. ``verdict``: the standing
    one in that review.
    """
    return and_(is_of_the_machine(), or_(is_strong_enough(Review.offer), verdict.in_(DECIDED)))


def was_offered(verdict: Any) -> ColumnElement[bool]:
    """The same, and its rater had it before them: every figure of what became of suggestions counts these.

    Who rated first and published without looking was offered nothing.
    """
    return and_(is_of_the_machine(), was_before_them(is_strong_enough(Review.offer), verdict))


def was_before_them(is_shown: ColumnElement[bool], verdict: Any) -> ColumnElement[bool]:
    """What their team is shown, if the rater looked at all; and whatever somebody decided on."""
    return or_(and_(was_looked_at(), is_shown), verdict.in_(DECIDED))


def is_strong_enough(offer: Any) -> ColumnElement[bool]:
    """As a question to the database, by strength alone; ``offer``: a column, or coalesced columns."""
    return or_(*(and_(offer == each, Suggestion.strength.in_(each.strengths)) for each in Offer))


def is_of_the_machine() -> ColumnElement[bool]:
    """What was drawn from what the machine left unmarked says nothing of what it suggests."""
    return Suggestion.chance.is_(None)
