"""Writes words into the draft of a review. Part of the caller's transaction, who holds its lock."""

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from fidelity.usecases.review_words import (
    LONGEST_ACTION,
    LONGEST_TEXT,
    MOST_ACTIONS,
    AgreedAction,
    ReviewWords,
)
from fidelity.usecases.team_people import team_people
from models import Action, ActionAnswer, Review, now


def put_review_words(db: Session, review: Review, words: ReviewWords) -> None:
    """These words, and the next number."""
    review.strengths, review.barriers, review.next_steps = words.strengths, words.barriers, words.next_steps
    _replace_actions(db, review, words.actions)
    review.number += 1
    review.saved_at = now()


def too_long(words: ReviewWords) -> dict[str, str]:
    """A sentence for each field that holds more than it may, wherever it is to be kept."""
    messages = {
        field: f"Shorten this to {LONGEST_TEXT:,} characters or fewer"
        for field in ("strengths", "barriers", "next_steps")
        if len(getattr(words, field)) > LONGEST_TEXT
    }
    if len(words.actions) > MOST_ACTIONS:
        messages["action-0-text"] = f"Agree on {MOST_ACTIONS} actions or fewer"
    for position, action in enumerate(words.actions):
        if len(action.text) > LONGEST_ACTION:
            messages[f"action-{position}-text"] = f"Shorten this to {LONGEST_ACTION:,} characters or fewer"
    return messages


def what_is_wrong(db: Session, review: Review, words: ReviewWords) -> dict[str, str]:
    """A sentence for each field that cannot be saved like this."""
    messages = too_long(words)
    owners = {person.id for person in team_people(db, review.week.case.team_id)} if words.actions else set()
    for position, action in enumerate(words.actions):
        if action.owner_id is not None and action.owner_id not in owners:
            messages[f"action-{position}-owner"] = "Select somebody who is in the team now"
    return messages | _answered(db, review, words.actions)


def _answered(db: Session, review: Review, wanted: tuple[AgreedAction, ...]) -> dict[str, str]:
    """Feedback that was taken back may have been answered: what was answered can be reworded, not removed."""
    left_over = [row.id for row in _rows_for(review, wanted)[1]]
    if not left_over or not db.scalar(select(exists().where(ActionAnswer.action_id.in_(left_over)))):
        return {}
    sentence = "Somebody has answered an action that you removed. Put it back; you can reword it"
    return {f"action-{max(0, len(wanted) - 1)}-text": sentence}


def _rows_for(
    review: Review, wanted: tuple[AgreedAction, ...]
) -> tuple[list[tuple[AgreedAction, Action | None]], list[Action]]:
    """Which row each action keeps, nothing: a new one; and the rows that are left over.

    By its words if they are the same, so that what hangs on an action stays with it when another is
    removed; the others are taken to be reworded, in their order.
    """
    free = list(review.actions)
    kept: list[Action | None] = []
    for action in wanted:
        same = next((row for row in free if row.text == action.text), None)
        if same is not None:
            free.remove(same)
        kept.append(same)
    rows = [row or (free.pop(0) if free else None) for row in kept]
    return list(zip(wanted, rows, strict=True)), free


def _replace_actions(db: Session, review: Review, wanted: tuple[AgreedAction, ...]) -> None:
    pairs, left_over = _rows_for(review, wanted)
    for position, (action, there) in enumerate(pairs):
        row = there or Action()
        if there is None:
            review.actions.append(row)
        row.position, row.text = position, action.text
        row.owner_id, row.due_on = action.owner_id, action.due_on
    for row in left_over:
        review.actions.remove(row)
        db.delete(row)
    review.actions.sort(key=lambda row: row.position)
