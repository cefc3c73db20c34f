"""Ratings as an export has them. Each function's columns are those of its table in ``fidelity.exports``."""

from typing import Any

from sqlalchemy import Select, Subquery, and_, case, exists, select
from sqlalchemy.orm import aliased

from fidelity.usecases.export_scope import (
    Scope,
    of_done_reviews,
    person_columns,
    reply_columns,
    standing_reply,
)
from fidelity.usecases.standing_consensus import standing_consensus
from fidelity.usecases.standing_contests import contested_ratings, is_of_thing, standing_contests
from models import (
    Case,
    Codebook,
    Person,
    Rater,
    Rating,
    RatingChange,
    Review,
    ReviewStatus,
    SecondLook,
    Week,
)


def select_ratings(scope: Scope) -> Select[Any]:
    """First, second once both are done, what was agreed, and what counts."""
    second, second_rating, rater = aliased(Review), aliased(Rating), aliased(Person)
    agreed, reply, to_whole = standing_consensus(), standing_reply(), standing_reply()
    contest, unsettled = standing_contests(), _unsettled()
    is_agreed = agreed.c.week_id.is_not(None)
    columns = [
        Week.id.label("week_id"),
        Review.id.label("review_id"),
        Case.reference.label("case"),
        Week.starts_on.label("week"),
        Rating.principle.label("principle"),
        Codebook.version.label("codebook_version"),
        case((is_agreed, agreed.c.value), else_=Rating.value).label("counted_value"),
        case((is_agreed, "consensus"), else_="first").label("counted_from"),
        Rating.value.label("first_value"),
        Rating.why.label("first_why"),
        *person_columns("first_rater", rater),
        case(
            (second_rating.id.is_(None), "none"),
            (second_rating.value.is_(None), "not_assessable"),
            else_="rated",
        ).label("second_state"),
        second_rating.value.label("second_value"),
        second.knew_first.label("second_knew_first"),
        agreed.c.why.label("consensus_why"),
        Review.is_rated_first.label("was_rated_first"),
        exists()
        .where(
            RatingChange.review_id == Review.id,
            RatingChange.principle == Rating.principle,
            RatingChange.is_after_reveal,
        )
        .label("changed_after_reveal"),
        Review.published_at.label("published_at"),
        *reply_columns(reply),
        contest.c.state.label("contest_state"),
        unsettled.c.review_id.is_not(None).label("is_unsettled"),
        to_whole.c.stance.label("reply_to_whole"),
    ]
    is_done = [second.rater == Rater.SECOND, second.status == ReviewStatus.SUBMITTED]
    return (
        of_done_reviews(scope, *columns)
        .join(Rating, Rating.review_id == Review.id)
        .join(Codebook, Codebook.id == Review.codebook_id)
        .join(rater, rater.id == Review.by_id)
        .outerjoin(second, and_(second.week_id == Week.id, *is_done))
        .outerjoin(
            second_rating,
            and_(second_rating.review_id == second.id, second_rating.principle == Rating.principle),
        )
        .outerjoin(
            agreed,
            and_(
                agreed.c.week_id == Week.id,
                agreed.c.principle == Rating.principle,
                second.id.is_not(None),
            ),
        )
        .outerjoin(reply, and_(reply.c.review_id == Review.id, reply.c.rating_id == Rating.id))
        .outerjoin(contest, is_of_thing(contest, Review.id, rating_id=Rating.id))
        .outerjoin(
            unsettled,
            and_(unsettled.c.review_id == Review.id, unsettled.c.principle == Rating.principle),
        )
        .outerjoin(
            to_whole,
            and_(
                to_whole.c.review_id == Review.id,
                to_whole.c.rating_id.is_(None),
                to_whole.c.mark_id.is_(None),
                to_whole.c.comment_id.is_(None),
            ),
        )
        .where(Review.rater == Rater.FIRST)
        .order_by(Rating.principle)
    )


def _unsettled() -> Subquery:
    """Review and principle of every rating of which a contest is open, once."""
    found = contested_ratings().subquery()
    of_open = select(found.c.review_id, found.c.principle).where(~found.c.is_settled)
    return of_open.distinct().subquery()


def select_rating_changes(scope: Scope) -> Select[Any]:
    """Of both raters, once they are done."""
    by = aliased(Person)
    return (
        of_done_reviews(
            scope,
            Review.id.label("review_id"),
            Case.reference.label("case"),
            Week.starts_on.label("week"),
            Review.rater.label("rater"),
            RatingChange.principle.label("principle"),
            RatingChange.value.label("value"),
            RatingChange.is_cleared.label("is_cleared"),
            RatingChange.is_after_reveal.label("is_after_reveal"),
            *person_columns("by", by),
            RatingChange.created_at.label("created_at"),
        )
        .join(RatingChange, RatingChange.review_id == Review.id)
        .join(by, by.id == RatingChange.by_id)
        .order_by(RatingChange.created_at, RatingChange.id)
    )


def select_second_looks(scope: Scope) -> Select[Any]:
    """Which weeks are rated twice, and why: nothing of what either rater gave."""
    asked_by, given_to = aliased(Person), aliased(Person)
    return (
        select(
            Week.id.label("week_id"),
            Case.reference.label("case"),
            Week.starts_on.label("week"),
            SecondLook.cause.label("cause"),
            *person_columns("asked_by", asked_by),
            *person_columns("given_to", given_to),
            SecondLook.created_at.label("created_at"),
            SecondLook.done_at.label("done_at"),
        )
        .select_from(SecondLook)
        .join(Week, Week.id == SecondLook.week_id)
        .join(Case, Case.id == Week.case_id)
        .outerjoin(asked_by, asked_by.id == SecondLook.asked_by_id)
        .outerjoin(given_to, given_to.id == SecondLook.given_to_id)
        .where(scope.weeks())
        .order_by(Case.reference, Week.starts_on)
    )
