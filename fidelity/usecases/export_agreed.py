"""What was agreed, and what became of it, as an export has it."""

from dataclasses import replace
from typing import Any

from sqlalchemy import Select, case, or_, select
from sqlalchemy.orm import aliased

from fidelity.usecases.export_scope import Scope, of_done_reviews, person_columns, quote_column
from models import Action, ActionAnswer, Case, Person, Rater, Review, Week


def select_actions(scope: Scope) -> Select[Any]:
    """Of published feedback, with the last answer of either side."""
    owner = aliased(Person)
    return (
        of_done_reviews(
            scope,
            Action.id.label("action_id"),
            Review.id.label("review_id"),
            Case.reference.label("case"),
            Week.starts_on.label("week"),
            Action.text.label("text"),
            *person_columns("owner", owner),
            Action.due_on.label("due_on"),
            Action.done_at.label("done_at"),
            _last(ActionAnswer.review_id.is_(None)).label("therapist_outcome"),
            _last(_is_of_a_done_review(scope)).label("rater_outcome"),
        )
        .join(Action, Action.review_id == Review.id)
        .outerjoin(owner, owner.id == Action.owner_id)
        .where(Review.rater == Rater.FIRST)
        .order_by(Action.position, Action.id)
    )


def select_action_answers(scope: Scope) -> Select[Any]:
    """Each with the week in which it was looked for. Of published feedback's actions alone."""
    by = aliased(Person)
    return (
        select(
            ActionAnswer.id.label("answer_id"),
            Action.id.label("action_id"),
            Case.reference.label("case"),
            Week.starts_on.label("week"),
            case((ActionAnswer.review_id.is_(None), "therapist"), else_="rater").label("from"),
            ActionAnswer.outcome.label("outcome"),
            ActionAnswer.text.label("text"),
            quote_column(ActionAnswer),
            *person_columns("by", by),
            ActionAnswer.created_at.label("created_at"),
        )
        .select_from(ActionAnswer)
        .join(Week, Week.id == ActionAnswer.week_id)
        .join(Case, Case.id == Week.case_id)
        .join(Action, Action.id == ActionAnswer.action_id)
        .join(by, by.id == ActionAnswer.by_id)
        .where(
            scope.weeks(),
            Action.review_id.in_(_agreed_in(scope)),
            or_(ActionAnswer.review_id.is_(None), _is_of_a_done_review(scope)),
        )
        .order_by(Case.reference, Week.starts_on, ActionAnswer.created_at, ActionAnswer.id)
    )


def _last(wanted: Any) -> Any:
    return (
        select(ActionAnswer.outcome)
        .where(ActionAnswer.action_id == Action.id, wanted)
        .order_by(ActionAnswer.created_at.desc(), ActionAnswer.id.desc())
        .limit(1)
        .correlate(Action)
        .scalar_subquery()
    )


def _is_of_a_done_review(scope: Scope) -> Any:
    """What a rater found is nobody's business before their review is done."""
    return ActionAnswer.review_id.in_(_done(scope))


def _agreed_in(scope: Scope) -> Any:
    return _done(scope).where(Review.rater == Rater.FIRST)


def _done(scope: Scope) -> Any:
    """The keys of reviews of any week that are done, and not blind for this person."""
    return of_done_reviews(replace(scope, since=None, until=None), Review.id).order_by(None)
