"""Somebody answers in a thread of feedback: a rater, or the therapist once more."""

from dataclasses import asdict
from uuid import UUID

from sqlalchemy.orm import Session

from fidelity.permissions import Deed
from fidelity.usecases import audit
from fidelity.usecases.errors import InvalidInput
from fidelity.usecases.find_feedback import find_feedback, lock_feedback
from fidelity.usecases.reply_to_feedback import LONGEST_REPLY_CHARACTERS, About, newest_reply, require_of
from models import Person, Reply, Stance


def answer_reply(db: Session, *, by: Person, review_id: UUID, about: About, text: str) -> Reply:
    """Add the answer. It changes nothing of where the therapist stands.

    Only where the therapist has replied: who publishes has had their say in the feedback. The same words
    again, as after a double click, are one answer.
    """
    review = find_feedback(db, by, Deed.ANSWER_REPLY, review_id)
    require_of(db, review, about)
    text = text.replace("\r\n", "\n").strip()
    lock_feedback(db, review)
    newest = newest_reply(db, review, about)
    if problems := _check(text, newest):
        raise InvalidInput(problems)
    if newest is not None and (newest.by_id, newest.stance, newest.text) == (by.id, Stance.ANSWER, text):
        return newest
    reply = Reply(review_id=review.id, by_id=by.id, stance=Stance.ANSWER, text=text, **asdict(about))
    db.add(reply)
    audit.note(db, by, "answered a reply", subject_id=review.id, team_id=review.week.case.team_id)
    db.commit()
    return reply


def _check(text: str, newest: Reply | None) -> dict[str, str]:
    if newest is None:
        return {"text": "The therapist has not replied here yet, so there is nothing to answer"}
    if not text:
        return {"text": "Write your answer"}
    if len(text) > LONGEST_REPLY_CHARACTERS:
        return {"text": f"Your answer must have {LONGEST_REPLY_CHARACTERS:,} characters or fewer"}
    return {}
