"""What became of something agreed: a therapist says it, a rater says whether it can be seen."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from fidelity.casenotes.form import clean
from fidelity.permissions import Deed
from fidelity.usecases import audit, guard
from fidelity.usecases.anchor_words import Place
from fidelity.usecases.draft import draft
from fidelity.usecases.errors import InvalidInput, NotFound
from fidelity.usecases.find_evidence import find_evidence
from fidelity.usecases.keep_answer import keep_answer, last_answer, same_evidence
from fidelity.usecases.start_review import newest_revision_id
from fidelity.usecases.week_of import check_week, week_of
from models import Action, ActionAnswer, ActionOutcome, Person, Rater, Review, ReviewStatus, Week

LONGEST = 1000
#: What a therapist can say, and what a rater can.
SAID = (ActionOutcome.DONE, ActionOutcome.PARTLY, ActionOutcome.NOT_DONE)
SEEN = (ActionOutcome.SEEN, ActionOutcome.NOT_SEEN)


def answer_action(
    db: Session,
    *,
    by: Person,
    case_id: UUID,
    monday: date,
    action_id: UUID,
    outcome: ActionOutcome | None,
    text: str = "",
    quote: str = "",
    place: Place | None = None,
) -> ActionAnswer:
    """The therapist's answer in a week, with words of that week as evidence. The last answer counts.

    ``place``: as for find_evidence, whose errors are raised too.
    """
    case, _ = guard.week(db, by, Deed.ANSWER_ACTION, case_id, monday)
    check_week(case, monday)
    action = agreed_action(db, case_id, monday, action_id)
    text = _checked(outcome, SAID, text, "Choose what became of it")
    if not text and not quote.strip():
        raise InvalidInput({"text": "Say in a sentence how it went, or copy the words that show it"})
    week = week_of(db, case, monday)
    revision_id = newest_revision_id(db, week.id)
    evidence = _evidence(db, action, week, revision_id, quote=quote, place=place)
    answer = keep_answer(db, by, action, week.id, outcome or SAID[0], text=text, evidence=evidence)
    audit.note(db, by, "answered action", subject_id=action.id, team_id=case.team_id)
    db.commit()
    return answer


def answer_as_rater(
    db: Session,
    *,
    by: Person,
    review_id: UUID,
    action_id: UUID,
    outcome: ActionOutcome | None,
    text: str = "",
    quote: str = "",
    place: Place | None = None,
) -> Review:
    """Whether a rater saw it in the week, and where. Only the writer of the draft; the last answer counts."""
    review = draft(db, by, review_id)
    week = review.week
    action = agreed_action(db, week.case_id, week.starts_on, action_id)
    text = _checked(outcome, SEEN, text, "Choose whether it was seen")
    if outcome is ActionOutcome.NOT_SEEN and quote.strip():
        raise InvalidInput({"quote": "Take the words out, or say that it was seen"})
    evidence = _evidence(db, action, week, review.revision_id, quote=quote, place=place, review_id=review.id)
    keep_answer(
        db, by, action, week.id, outcome or SEEN[0], text=text, evidence=evidence, review_id=review.id
    )
    audit.note(db, by, "looked for action", subject_id=action.id, team_id=week.case.team_id)
    db.commit()
    return review


def agreed_action(db: Session, case_id: UUID, monday: date, action_id: UUID) -> Action:
    """An action of the case's published feedback on a week before this one; NotFound for any other."""
    wanted = (
        select(Action)
        .join(Action.review)
        .join(Review.week)
        .where(
            Action.id == action_id,
            Week.case_id == case_id,
            Week.starts_on < monday,
            Review.rater == Rater.FIRST,
            Review.status == ReviewStatus.PUBLISHED,
        )
    )
    action = db.scalar(wanted)
    if action is None:
        raise NotFound
    return action


def _evidence(
    db: Session,
    action: Action,
    week: Week,
    revision_id: UUID | None,
    *,
    quote: str,
    place: Place | None,
    review_id: UUID | None = None,
) -> dict[str, Any]:
    """The words' anchor: where it was, for words that did not change, or where they are found."""
    last = last_answer(db, action.id, review_id)
    kept = same_evidence(last, week.id, quote) if place is None else None
    return kept or find_evidence(db, week, revision_id, quote=quote, place=place)


def _checked(
    outcome: ActionOutcome | None, allowed: tuple[ActionOutcome, ...], text: str, missing: str
) -> str:
    """What was typed, fit to be kept."""
    text = clean(text)
    if outcome not in allowed:
        raise InvalidInput({"outcome": missing})
    if len(text) > LONGEST:
        raise InvalidInput({"text": f"Shorten this to {LONGEST:,} characters or fewer"})
    return text
