"""The therapist ticks an agreed action, or takes the tick back."""

from uuid import UUID

from sqlalchemy.orm import Session

from fidelity.permissions import Deed
from fidelity.usecases import audit
from fidelity.usecases.errors import NotFound
from fidelity.usecases.find_feedback import find_feedback
from models import Action, Person, now


def finish_action(db: Session, *, by: Person, review_id: UUID, action_id: UUID, is_done: bool) -> Action:
    """Say that it is done, or is not after all. Saying the same twice changes nothing.

    Who may reply to feedback may answer for its actions.
    """
    review = find_feedback(db, by, Deed.REPLY, review_id)
    action = db.get(Action, action_id)
    if action is None or action.review_id != review.id:
        raise NotFound
    if is_done is not (action.done_at is not None):
        action.done_at = now() if is_done else None
        what = "finished action" if is_done else "reopened action"
        audit.note(db, by, what, subject_id=action.id, team_id=review.week.case.team_id)
    db.commit()
    return action
