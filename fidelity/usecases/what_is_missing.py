"""What a review needs before it can be published or handed in."""

from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from fidelity.usecases.reveal_suggestions import what_is_not_rated
from models import KeptWords, Mark, Principle, Review


def what_is_missing(db: Session, review: Review) -> dict[str, str]:
    """What the therapist must not be sent without: a sentence for each field."""
    missing = what_is_not_rated(review) | what_rests_on_nothing(db, review)
    if not review.strengths.strip() and not review.next_steps.strip():
        missing["strengths"] = "Write the strengths or the next steps"
    if has_kept_words(db, review.id):
        missing["kept"] = "Look at both versions of what was typed elsewhere, and keep what should stand"
    for position, action in enumerate(review.actions):
        if not action.text.strip():
            missing[f"action-{position}-text"] = "Enter what was agreed, or remove this action"
    return missing


def has_kept_words(db: Session, review_id: UUID) -> bool:
    """Whether words whose save was refused wait beside the draft."""
    waiting = exists().where(KeptWords.review_id == review_id, KeptWords.settled_at.is_(None))
    return bool(db.scalar(select(waiting)))


def what_rests_on_nothing(db: Session, review: Review) -> dict[str, str]:
    """A sentence for each number that has neither marked words nor a reason: nobody could check it."""
    marked = marked_principles(db, review.id)
    return {
        f"why-{rating.principle.value}": (
            f"Mark words for “{review.codebook.entry(rating.principle).title}”, or write a sentence why"
        )
        for rating in sorted(review.ratings, key=lambda rating: rating.principle.number)
        if rating.value is not None and rating.principle not in marked and not rating.why.strip()
    }


def marked_principles(db: Session, review_id: UUID) -> set[Principle]:
    """Principles for or against which words are marked now; a mark that was taken back is none."""
    live = select(Mark.principle).filter_by(review_id=review_id, removed_at=None).distinct()
    return set(db.scalars(live))
