"""The therapist ticks an agreed action, or takes the tick back: the short way to an answer."""

from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from fidelity.permissions import Deed
from fidelity.usecases import audit
from fidelity.usecases.errors import NotFound
from fidelity.usecases.find_feedback import find_feedback
from fidelity.usecases.keep_answer import keep_answer
from fidelity.usecases.week_of import week_of
from models import Action, ActionOutcome, Case, Person, monday_of


def finish_action(db: Session, *, by: Person, review_id: UUID, action_id: UUID, is_done: bool) -> Action:
    """Say that it is done, or is not after all. Saying the same twice changes nothing."""
    review = find_feedback(db, by, Deed.ANSWER_ACTION, review_id)
    action = db.get(Action, action_id)
    if action is None or action.review_id != review.id:
        raise NotFound
    if is_done is not (action.done_at is not None):
        case = review.week.case
        week = week_of(db, case, max(_week_for(case), review.week.starts_on))
        keep_answer(db, by, action, week.id, ActionOutcome.DONE if is_done else ActionOutcome.NOT_DONE)
        what = "finished action" if is_done else "reopened action"
        audit.note(db, by, what, subject_id=action.id, team_id=case.team_id)
    db.commit()
    return action


def _week_for(case: Case) -> date:
    """The current week, or the last of a case that is closed."""
    return monday_of(min(case.closed_on or date.today(), date.today()))
