"""Whoever published feedback takes it back within the hour, and the trace of it stays."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from fidelity.permissions import Deed
from fidelity.usecases import audit, guard
from fidelity.usecases.carry_over import bring_forward
from fidelity.usecases.errors import InvalidInput, NotAllowed, NotFound
from models import Comment, Mark, Person, Rater, Review, ReviewStatus, TakenBack, now

LONGEST_REASON = 1_000


@dataclass(frozen=True, slots=True)
class TakingBack:
    """Whether a review can be taken back by this person now; ``because`` says in a sentence why not."""

    until: datetime | None = None
    because: str = ""

    @property
    def is_possible(self) -> bool:
        """Nothing stands in the way."""
        return not self.because


def take_back_review(db: Session, *, by: Person, review_id: UUID, reason: str, minutes: int) -> Review:
    """Make published feedback a draft again; its writer, its ratings and every reply stay.

    ``minutes``: how long after publishing it can be done. Raises InvalidInput later, where a second rater
    has handed in, or without a reason; NotAllowed for anybody but who published it. Taking back what is a
    draft already is taking it back once.
    """
    review = guard.review(db, by, Deed.REVIEW, review_id)
    db.execute(select(Review.id).where(Review.id == review_id).with_for_update())
    db.refresh(review)
    if review.rater is not Rater.FIRST:
        raise NotFound
    if review.by_id != by.id:
        raise NotAllowed
    if review.status is ReviewStatus.DRAFT and was_taken_back(db, review.id):
        return review
    possible = can_take_back(db, by, review, minutes=minutes)
    reason = reason.replace("\r\n", "\n").replace("\x00", "").strip()
    if problem := possible.because or _what_is_wrong(reason):
        raise InvalidInput({"reason": problem})

    moment = now()
    assert review.published_at is not None  # noqa: S101  # what is published has a time: a check of the table
    db.add(
        TakenBack(
            created_at=moment,
            review_id=review.id,
            by_id=by.id,
            reason=reason,
            published_at=review.published_at,
            read_at=review.read_at,
            content=_content(review),
        )
    )
    review.status, review.published_at, review.read_at, review.offer = ReviewStatus.DRAFT, None, None, None
    # Publishing without looking ends the hiding: from then on the rater may have seen the suggestions.
    if review.is_rated_first and review.revealed_at is None:
        review.revealed_at = moment
    review.number += 1
    _bring_forward(db, review)
    audit.note(db, by, "took back review", subject_id=review.id, team_id=review.week.case.team_id)
    db.commit()
    return review


def _bring_forward(db: Session, review: Review) -> None:
    """What hangs on words of which there is a newer version since: published, it stayed where it was."""
    of_review = {"review_id": review.id, "removed_at": None}
    rows: list[Mark | Comment] = [*db.scalars(select(Mark).filter_by(**of_review))]
    rows += db.scalars(select(Comment).filter_by(**of_review))
    for row in rows:
        bring_forward(db, row)


def can_take_back(db: Session, by: Person, review: Review, *, minutes: int) -> TakingBack:
    """Asked by the desk and by the deed itself."""
    if review.status is not ReviewStatus.PUBLISHED or review.published_at is None:
        return TakingBack(because="This feedback is not published")
    if minutes == 0:
        return TakingBack(because="In this service published feedback stays published")
    until = review.published_at + timedelta(minutes=minutes)
    if review.by_id != by.id:
        return TakingBack(until, f"Only {review.by.name}, who published it, can take it back")
    if now() > until:
        return TakingBack(until, f"It was published more than {minutes} minutes ago, so it stays as it is")
    second = exists().where(
        Review.week_id == review.week_id,
        Review.rater == Rater.SECOND,
        Review.status == ReviewStatus.SUBMITTED,
    )
    if db.scalar(select(second)):
        return TakingBack(until, "The second rating is handed in, and each of you can read the other’s")
    return TakingBack(until)


def was_taken_back(db: Session, review_id: UUID) -> TakenBack | None:
    """The last time, if there was one."""
    rows = select(TakenBack).filter_by(review_id=review_id).order_by(TakenBack.created_at.desc())
    return db.scalars(rows.limit(1)).first()


def _what_is_wrong(reason: str) -> str:
    if not reason:
        return "Say in a sentence why you take it back. The therapist reads it"
    return f"Shorten this to {LONGEST_REASON:,} characters or fewer" if len(reason) > LONGEST_REASON else ""


def _content(review: Review) -> dict[str, object]:
    """What stood in it: see ``TakenBack.content``."""
    return {
        "ratings": {rating.principle.value: rating.value for rating in review.ratings},
        "whys": {rating.principle.value: rating.why for rating in review.ratings if rating.why},
        "strengths": review.strengths,
        "barriers": review.barriers,
        "next_steps": review.next_steps,
        "actions": [action.text for action in review.actions],
    }
