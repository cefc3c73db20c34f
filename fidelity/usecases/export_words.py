"""Marks, comments and replies as an export has them, and the machine's suggestions."""

from typing import Any

from sqlalchemy import Select, case, func, select
from sqlalchemy.orm import aliased

from fidelity.adherence.suggested import Fate
from fidelity.usecases import hidden_suggestions
from fidelity.usecases.export_scope import (
    Scope,
    of_done_reviews,
    person_columns,
    place_columns,
    reply_columns,
    standing_reply,
)
from fidelity.usecases.find_suggestions import of_reviews, standing
from fidelity.usecases.offered import DECIDED, was_offered
from fidelity.usecases.standing_contests import is_of_thing, standing_contests
from models import (
    Case,
    Comment,
    Mark,
    Person,
    Rater,
    Rating,
    Reply,
    Review,
    Suggestion,
    SuggestionDecision,
    Verdict,
    Week,
)

_WHERE = [Case.reference.label("case"), Week.starts_on.label("week")]


def select_marks(scope: Scope) -> Select[Any]:
    """Those that stand."""
    by, reply, contest = aliased(Person), standing_reply(), standing_contests()
    seconds = (
        select(SuggestionDecision.seconds)
        .where(
            SuggestionDecision.suggestion_id == Mark.suggestion_id,
            SuggestionDecision.review_id == Mark.review_id,
            SuggestionDecision.verdict == Verdict.ACCEPTED,
        )
        .order_by(SuggestionDecision.created_at.desc(), SuggestionDecision.id)
        .limit(1)
        .correlate(Mark)
        .scalar_subquery()
    )
    return (
        of_done_reviews(
            scope,
            Mark.id.label("mark_id"),
            Review.id.label("review_id"),
            *_WHERE,
            Review.rater.label("rater"),
            Mark.principle.label("principle"),
            Mark.polarity.label("polarity"),
            *place_columns(Mark),
            Mark.suggestion_id.is_not(None).label("is_from_suggestion"),
            seconds.label("decided_seconds"),
            *person_columns("by", by),
            Mark.created_at.label("created_at"),
            *reply_columns(reply),
            contest.c.state.label("contest_state"),
        )
        .join(Mark, Mark.review_id == Review.id)
        .join(by, by.id == Mark.by_id)
        .outerjoin(reply, reply.c.mark_id == Mark.id)
        .outerjoin(contest, is_of_thing(contest, Review.id, mark_id=Mark.id))
        .where(Mark.removed_at.is_(None))
        .order_by(Mark.created_at, Mark.id)
    )


def select_comments(scope: Scope) -> Select[Any]:
    """Those that stand, with where their threads are."""
    by, resolved_by = aliased(Person), aliased(Person)
    reply, contest = standing_reply(), standing_contests()
    answers = (
        select(func.count())
        .select_from(Reply)
        .where(Reply.comment_id == Comment.id)
        .correlate(Comment)
        .scalar_subquery()
    )
    return (
        of_done_reviews(
            scope,
            Comment.id.label("comment_id"),
            Review.id.label("review_id"),
            *_WHERE,
            Review.rater.label("rater"),
            *place_columns(Comment),
            Comment.text.label("text"),
            *person_columns("by", by),
            Comment.created_at.label("created_at"),
            answers.label("answers"),
            Comment.resolved_at.label("resolved_at"),
            *person_columns("resolved_by", resolved_by),
            *reply_columns(reply),
            contest.c.state.label("contest_state"),
        )
        .join(Comment, Comment.review_id == Review.id)
        .join(by, by.id == Comment.by_id)
        .outerjoin(resolved_by, resolved_by.id == Comment.resolved_by_id)
        .outerjoin(reply, reply.c.comment_id == Comment.id)
        .outerjoin(contest, is_of_thing(contest, Review.id, comment_id=Comment.id))
        .where(Comment.removed_at.is_(None))
        .order_by(Comment.created_at, Comment.id)
    )


def select_replies(scope: Scope) -> Select[Any]:
    """Everything said in threads; a thing that was removed takes its thread along."""
    by = aliased(Person)
    to = case(
        (Reply.rating_id.is_not(None), "rating"),
        (Reply.mark_id.is_not(None), "mark"),
        (Reply.comment_id.is_not(None), "comment"),
        else_="review",
    )
    return (
        of_done_reviews(
            scope,
            Reply.id.label("reply_id"),
            Review.id.label("review_id"),
            *_WHERE,
            to.label("to"),
            func.coalesce(Reply.mark_id, Reply.comment_id).label("to_id"),
            func.coalesce(Rating.principle, Mark.principle).label("principle"),
            Reply.stance.label("stance"),
            Reply.text.label("text"),
            *person_columns("by", by),
            Reply.created_at.label("created_at"),
        )
        .join(Reply, Reply.review_id == Review.id)
        .join(by, by.id == Reply.by_id)
        .outerjoin(Rating, Rating.id == Reply.rating_id)
        .outerjoin(Mark, Mark.id == Reply.mark_id)
        .outerjoin(Comment, Comment.id == Reply.comment_id)
        .where(Review.rater == Rater.FIRST, Mark.removed_at.is_(None), Comment.removed_at.is_(None))
        .order_by(Reply.created_at, Reply.id)
    )


def select_suggestions(scope: Scope) -> Select[Any]:
    """As every page counts them: what was offered when the feedback was published."""
    verdict = standing(SuggestionDecision.verdict)
    fate = case(
        (verdict == Verdict.ACCEPTED, Fate.ACCEPTED.value),
        (verdict == Verdict.REJECTED, Fate.REJECTED.value),
        else_=Fate.UNDECIDED.value,
    )
    is_decided = verdict.in_(DECIDED)
    seconds = case((is_decided, standing(SuggestionDecision.seconds)))
    return (
        of_reviews(
            Suggestion.id.label("suggestion_id"),
            Week.id.label("week_id"),
            *_WHERE,
            Suggestion.principle.label("principle"),
            Suggestion.polarity.label("polarity"),
            *place_columns(Suggestion),
            Suggestion.probability.label("probability"),
            Suggestion.strength.label("strength"),
            Suggestion.model_version.label("model_version"),
            fate.label("fate"),
            seconds.label("decided_seconds"),
            Suggestion.created_at.label("created_at"),
        )
        .join(Case, Case.id == Week.case_id)
        .where(
            scope.weeks(),
            ~scope.hidden(),
            ~hidden_suggestions.is_hidden_from(scope.by),
            was_offered(verdict),
        )
        .order_by(Case.reference, Week.starts_on, Suggestion.created_at, Suggestion.id)
    )
