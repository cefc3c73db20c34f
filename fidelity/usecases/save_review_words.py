"""Saves what a rater has typed so far."""

from uuid import UUID

from sqlalchemy.orm import Session

from fidelity.usecases.draft import draft
from fidelity.usecases.errors import Clash, InvalidInput
from fidelity.usecases.review_words import (
    LONGEST_ACTION,
    LONGEST_TEXT,
    MOST_ACTIONS,
    AgreedAction,
    ReviewWords,
    words_of,
)
from fidelity.usecases.team_people import team_people
from models import Action, Person, Review, now


def save_review_words(
    db: Session, *, by: Person, review_id: UUID, based_on: int, words: ReviewWords
) -> Review:
    """Keep the words and raise the review's number.

    ``based_on``: the number that the page was showing. If another tab has saved since, nothing is
    changed and Clash carries the review as it stands, unless both wrote the same.
    """
    review = draft(db, by, review_id)
    words = words.tidy()
    if messages := _messages(db, review, words):
        raise InvalidInput(messages)
    if words == words_of(review):
        return review
    if based_on != review.number:
        raise Clash(review)

    review.strengths, review.barriers, review.next_steps = words.strengths, words.barriers, words.next_steps
    _replace_actions(db, review, words.actions)
    review.number += 1
    review.saved_at = now()
    db.commit()
    return review


def _replace_actions(db: Session, review: Review, wanted: tuple[AgreedAction, ...]) -> None:
    for position, action in enumerate(wanted):
        if position == len(review.actions):
            review.actions.append(Action(position=position, text=action.text))
        row = review.actions[position]
        row.text, row.owner_id, row.due_on = action.text, action.owner_id, action.due_on
    for left_over in review.actions[len(wanted) :]:
        review.actions.remove(left_over)
        db.delete(left_over)


def _messages(db: Session, review: Review, words: ReviewWords) -> dict[str, str]:
    messages = {
        field: f"Shorten this to {LONGEST_TEXT:,} characters or fewer"
        for field in ("strengths", "barriers", "next_steps")
        if len(getattr(words, field)) > LONGEST_TEXT
    }
    if len(words.actions) > MOST_ACTIONS:
        messages["action-0-text"] = f"Agree on {MOST_ACTIONS} actions or fewer"
    owners = {person.id for person in team_people(db, review.week.case.team_id)} if words.actions else set()
    for position, action in enumerate(words.actions):
        if len(action.text) > LONGEST_ACTION:
            messages[f"action-{position}-text"] = f"Shorten this to {LONGEST_ACTION:,} characters or fewer"
        if action.owner_id is not None and action.owner_id not in owners:
            messages[f"action-{position}-owner"] = "Select somebody who is in the team now"
    return messages
