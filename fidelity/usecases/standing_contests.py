"""Everything that therapists contest now, and how far each is: the SQL form of ``fidelity.contests``.

A test holds the two side by side, state by state: tests/usecases/test_contests_everywhere.py.
"""

from typing import Any

from sqlalchemy import ColumnElement, Select, Subquery, and_, case, exists, func, or_, select
from sqlalchemy.orm import aliased

from fidelity.contests import ContestState
from fidelity.usecases.standing_replies import standing_replies
from models import (
    CaseTherapist,
    Comment,
    Consensus,
    Mark,
    Rater,
    Rating,
    Reply,
    Review,
    ReviewStatus,
    Stance,
    Week,
)


def standing_contests(*among: ColumnElement[bool]) -> Subquery:
    """Rows of ``review_id, week_id, rating_id, mark_id, comment_id, principle, contested_at, state``.

    One for each thing of published feedback that the therapist's last reply contests; what was removed when
    feedback was taken back is none. ``principle``: of a rating or mark. ``state``: a ContestState's value.
    ``among``: as of standing_replies.
    """
    things = _things(*among)
    columns = ("review_id", "week_id", "rating_id", "mark_id", "comment_id", "principle", "contested_at")
    return select(*(things.c[name] for name in columns), _state(things).label("state")).subquery()


def contested_ratings(*among: ColumnElement[bool]) -> Select[Any]:
    """Review, principle and whether it is settled: a row for each contested thing and rating it is about.

    That is the contested rating, that of the principle whose words are contested, or each of the whole.
    """
    things, number = _things(*among), aliased(Rating)
    is_settled = or_(_state(things) == ContestState.SETTLED.value, _is_number_settled(things, number))
    return select(things.c.review_id, number.principle, is_settled.label("is_settled")).join_from(
        things, number, _is_about(things, number)
    )


def is_open(contests: Subquery) -> ColumnElement[bool]:
    """True of the rows of ``standing_contests`` that still wait for somebody."""
    return contests.c.state != ContestState.SETTLED.value


def is_of_thing(contests: Subquery, review: Any, **thing: Any) -> ColumnElement[bool]:
    """Joins them with a thing of a review: ``rating_id``, ``mark_id`` or ``comment_id``; none: the whole."""
    names = ("rating_id", "mark_id", "comment_id")
    same = [
        contests.c[name] == thing[name] if name in thing else contests.c[name].is_(None) for name in names
    ]
    return and_(contests.c.review_id == review, *same)


def _things(*among: ColumnElement[bool]) -> Subquery:
    first, second, answer, any_reply = aliased(Review), aliased(Review), aliased(Reply), aliased(Reply)
    # Most replies are of feedback of which nothing was ever contested: they need no ranking.
    ever = select(any_reply.review_id).where(any_reply.stance == Stance.CONTEST)
    said = standing_replies(Reply.review_id.in_(ever), *among)
    # An answer is a rater's where it is not from one of the family's own therapists.
    answered_at = (
        select(func.max(answer.created_at))
        .where(
            answer.review_id == said.c.review_id,
            answer.stance == Stance.ANSWER,
            *(
                getattr(answer, name).is_not_distinct_from(said.c[name])
                for name in ("rating_id", "mark_id", "comment_id")
            ),
            ~exists()
            .where(CaseTherapist.case_id == Week.case_id, CaseTherapist.person_id == answer.by_id)
            .correlate(Week, answer),
        )
        .correlate(said, Week)
        .scalar_subquery()
    )
    return (
        select(
            said.c.review_id,
            first.week_id,
            said.c.rating_id,
            said.c.mark_id,
            said.c.comment_id,
            func.coalesce(Rating.principle, Mark.principle).label("principle"),
            said.c.created_at.label("contested_at"),
            second.id.label("second_id"),
            second.submitted_at.label("handed_in_at"),
            answered_at.label("answered_at"),
            Comment.resolved_at.label("resolved_at"),
        )
        .select_from(said)
        .join(first, first.id == said.c.review_id)
        .join(Week, Week.id == first.week_id)
        .outerjoin(Rating, Rating.id == said.c.rating_id)
        .outerjoin(Mark, Mark.id == said.c.mark_id)
        .outerjoin(Comment, Comment.id == said.c.comment_id)
        .outerjoin(second, and_(second.week_id == first.week_id, second.rater == Rater.SECOND))
        .where(
            said.c.stance == Stance.CONTEST,
            first.rater == Rater.FIRST,
            first.status == ReviewStatus.PUBLISHED,
            Mark.removed_at.is_(None),
            Comment.removed_at.is_(None),
        )
        .subquery()
    )


def _state(things: Subquery) -> Any:
    """The rule of ``fidelity.contests.state_of``, in its order."""
    contested_at, handed_in_at = things.c.contested_at, things.c.handed_in_at
    number = aliased(Rating)
    about = exists().where(_is_about(things, number))
    is_unsettled = about.where(~_is_number_settled(things, number))
    return case(
        (things.c.resolved_at > contested_at, ContestState.SETTLED.value),
        (things.c.second_id.is_(None), ContestState.WAITING.value),
        (handed_in_at.is_(None), ContestState.BEING_RATED.value),
        (
            things.c.rating_id.is_(None)
            & (things.c.answered_at > contested_at)
            & (things.c.answered_at > handed_in_at),
            ContestState.SETTLED.value,
        ),
        (and_(about, ~is_unsettled), ContestState.SETTLED.value),
        else_=ContestState.TO_SETTLE.value,
    )


def _is_about(things: Subquery, number: Any) -> ColumnElement[bool]:
    """Of the ratings of the review: which are its numbers. A comment has none."""
    is_whole = things.c.rating_id.is_(None) & things.c.mark_id.is_(None) & things.c.comment_id.is_(None)
    return and_(number.review_id == things.c.review_id, or_(is_whole, number.principle == things.c.principle))


def _is_number_settled(things: Subquery, number: Any) -> ColumnElement[bool]:
    """``number``: a rating. Tied to its row outright: deep inside a query all contests would be read anew."""
    one, other = aliased(Rating), aliased(Rating)
    is_agreed = exists().where(
        things.c.handed_in_at.is_not(None),
        Consensus.week_id == things.c.week_id,
        Consensus.principle == number.principle,
        Consensus.created_at > things.c.contested_at,
    )
    is_equal = exists().where(
        things.c.handed_in_at > things.c.contested_at,
        one.review_id == things.c.review_id,
        one.principle == number.principle,
        other.review_id == things.c.second_id,
        other.principle == number.principle,
        other.value.is_not_distinct_from(one.value),
    )
    return or_(is_agreed.correlate(things, number), is_equal.correlate(things, number))
