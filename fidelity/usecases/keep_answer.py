"""Adds an answer to something agreed, and keeps the tick of the action true. The one way in."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, lazyload

from models import Action, ActionAnswer, ActionOutcome, Person, now


def keep_answer(
    db: Session,
    by: Person,
    action: Action,
    week_id: UUID,
    outcome: ActionOutcome,
    *,
    text: str = "",
    evidence: Mapping[str, Any] | None = None,
    review_id: UUID | None = None,
) -> ActionAnswer:
    """Append it, or give back the last one where that says the same. Commits nothing.

    ``evidence``: the columns of an anchor. ``review_id``: of a rater's answer; without it the therapist
    speaks, and the action counts as done exactly while the last answer says so.
    """
    given = {"outcome": outcome, "text": text, "week_id": week_id, "by_id": by.id}
    whole = given | _NO_EVIDENCE | dict(evidence or {})
    last = last_answer(db, action.id, review_id)
    if last is None or any(getattr(last, name) != value for name, value in whole.items()):
        last = ActionAnswer(action_id=action.id, review_id=review_id, **whole)
        db.add(last)
    if review_id is None:
        is_done = outcome is ActionOutcome.DONE
        action.done_at = (action.done_at or now()) if is_done else None
    return last


def last_answer(db: Session, action_id: UUID, review_id: UUID | None) -> ActionAnswer | None:
    """The therapist's answer that counts, or that of a review."""
    rows = select(ActionAnswer).filter_by(action_id=action_id, review_id=review_id)
    newest = rows.order_by(ActionAnswer.created_at.desc(), ActionAnswer.id.desc()).limit(1)
    return db.scalar(newest.options(lazyload(ActionAnswer.by)))


def same_evidence(last: ActionAnswer | None, week_id: UUID, quote: str) -> dict[str, Any] | None:
    """The columns of the last answer's evidence, if it is this week's and the words are the same.

    Whoever changes the rest of an answer is not asked again where its words stand, nor told that a newer
    revision of the note has lost them.
    """
    if last is None or last.week_id != week_id or not last.quote or last.quote.split() != quote.split():
        return None
    return {name: getattr(last, name) for name in _NO_EVIDENCE}


_NO_EVIDENCE = {
    "segment_id": None,
    "revision_id": None,
    "section": None,
    "starts": None,
    "ends": None,
    "quote": "",
}
