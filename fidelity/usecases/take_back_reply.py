"""A therapist takes back the reply they have just sent."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from fidelity.permissions import Deed
from fidelity.usecases import audit
from fidelity.usecases.errors import InvalidInput
from fidelity.usecases.find_feedback import find_feedback, lock_feedback
from fidelity.usecases.reply_to_feedback import About, newest_reply, require_of
from fidelity.usecases.second_look_of import follow_contests
from models import Person, Reply, now

#: As long as feedback itself can be taken back.
TAKEN_BACK_WITHIN = timedelta(hours=1)


def take_back_reply(db: Session, *, by: Person, review_id: UUID, about: About) -> None:
    """Remove the last reply of a thread. What was said before it counts again.

    Only the own one, within TAKEN_BACK_WITHIN, while nobody has answered: after that a new reply says what
    has changed. That it was taken back is noted. Twice is once.
    """
    review = find_feedback(db, by, Deed.REPLY, review_id)
    require_of(db, review, about)
    lock_feedback(db, review)
    newest = newest_reply(db, review, about)
    if newest is None:
        return
    if not may_take_back(by, newest):
        raise InvalidInput(
            {"text": "This reply can no longer be taken back. Reply again to say what has changed"}
        )
    db.delete(newest)
    db.flush()
    follow_contests(db, by, review)
    audit.note(db, by, "took back a reply", subject_id=review.id, team_id=review.week.case.team_id)
    db.commit()


def may_take_back(by: Person, newest: Reply) -> bool:
    """Whether this, the last of its thread, is theirs and fresh."""
    return newest.by_id == by.id and newest.created_at > now() - TAKEN_BACK_WITHIN
