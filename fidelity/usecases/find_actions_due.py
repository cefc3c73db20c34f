"""What a therapist agreed to and has not answered for before a week."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, contains_eager, joinedload, lazyload

from models import Action, ActionAnswer, ActionOutcome, Person, Rater, Review, ReviewStatus, Week


@dataclass(frozen=True, slots=True)
class DueAction:
    """An action of published feedback, and what the therapist said of it for this week, if anything."""

    action: Action
    outcome: ActionOutcome | None


def find_actions_due(db: Session, case_ids: Collection[UUID], monday: date, by: Person) -> list[DueAction]:
    """Agreed in published feedback, not done, and due by the end of the week or without a day.

    What was answered for an earlier week is not asked again: the consultation has had the answer.
    """
    due = (
        select(Action)
        .join(Action.review)
        .join(Review.week)
        .where(
            Week.case_id.in_(case_ids),
            Review.rater == Rater.FIRST,
            Review.status == ReviewStatus.PUBLISHED,
            Action.done_at.is_(None),
            or_(Action.owner_id.is_(None), Action.owner_id == by.id),
            or_(Action.due_on.is_(None), Action.due_on <= monday + timedelta(days=6)),
        )
    )
    of_review = contains_eager(Action.review).options(
        lazyload("*"), contains_eager(Review.week).lazyload("*"), joinedload(Review.by).lazyload("*")
    )
    in_order = due.order_by(Action.due_on, Week.starts_on, Action.position)
    actions = db.scalars(in_order.options(lazyload("*"), of_review)).all()
    answered = _last_answers(db, [action.id for action in actions])
    return [
        DueAction(action, outcome)
        for action in actions
        for outcome, starts_on in [answered.get(action.id, (None, monday))]
        if starts_on >= monday
    ]


def _last_answers(db: Session, action_ids: list[UUID]) -> dict[UUID, tuple[ActionOutcome, date]]:
    """The therapist's last answer to each, and the Monday of its week."""
    rows = db.execute(
        select(ActionAnswer.action_id, ActionAnswer.outcome, Week.starts_on)
        .join(Week, Week.id == ActionAnswer.week_id)
        .where(ActionAnswer.action_id.in_(action_ids), ActionAnswer.review_id.is_(None))
        .order_by(ActionAnswer.created_at, ActionAnswer.id)
    )
    return {action_id: (outcome, starts_on) for action_id, outcome, starts_on in rows}
