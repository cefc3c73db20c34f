"""A rater gives a principle its number, or says that it cannot be assessed, and may say why."""

from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from fidelity.usecases.draft import NotYoursToWrite, draft
from fidelity.usecases.errors import Clash, InvalidInput
from fidelity.usecases.kept_whys import keep_why
from models import Person, Principle, Rating, RatingChange, Reply, Review

NOT_ASSESSABLE = "not_assessable"
CLEARED = ""
#: It is meant for a sentence or two.
LONGEST_WHY = 1_000


def rate_principle(
    db: Session,
    *,
    by: Person,
    review_id: UUID,
    principle: Principle,
    choice: str | None,
    why: str | None = None,
    why_was: str | None = None,
    kept_id: UUID | None = None,
) -> Review:
    """``choice`` is ``1`` to ``5``, NOT_ASSESSABLE, or CLEARED, which opens the rating again.

    ``why``: a sentence beside the rating; nothing leaves it as it is, and so does nothing for ``choice``.
    ``why_was``: what stood there when the page was made. If another tab wrote something else since, that
    stays, this one is kept beside it, and Clash carries where; ``kept_id``: where it is kept already.
    The sentence is kept, too, where somebody else writes the review by now, or it is done: NotYoursToWrite.
    Every change of mind about the number is kept. The same choice twice is one choice.
    """
    try:
        review = draft(db, by, review_id)
    except NotYoursToWrite as error:
        error.kept_id = _keep_refused(db, by, error.review, principle, why, kept_id)
        raise
    rating = review.rating(principle)
    value = rating.value if choice is None and rating is not None else _value(principle, choice)
    if choice == CLEARED:
        if rating is not None:
            _clear(db, review, rating, by)
        return review
    why = None if why is None else _plain(principle, why)
    if rating is None:
        rating = Rating(principle=principle, value=value, why="")
        review.ratings.append(rating)
        _keep_change(db, review, principle, value, by)
    elif rating.value != value:
        rating.value = value
        _keep_change(db, review, principle, value, by)
    if why is not None and why_was is not None and rating.why not in {_tidy(why_was), why}:
        kept = keep_why(db, by, review, principle, why, kept_id) if why else None
        db.commit()
        raise Clash(review, kept)
    if why is not None:
        rating.why = why
    db.commit()
    return review


def _keep_refused(  # noqa: PLR0917  # only called just above
    db: Session, by: Person, review: Review, principle: Principle, why: str | None, kept_id: UUID | None
) -> UUID | None:
    """Commits, as what is refused is kept in the transaction that refuses it. Nothing new: nothing kept."""
    plain, rating = _plain(principle, why or ""), review.rating(principle)
    if not plain or (rating is not None and rating.why == plain):
        return None
    kept = keep_why(db, by, review, principle, plain, kept_id)
    db.commit()
    return kept


def _clear(db: Session, review: Review, rating: Rating, by: Person) -> None:
    # Feedback that was taken back may have been replied to, and a reply keeps what it answers.
    if db.scalar(select(exists().where(Reply.rating_id == rating.id))):
        field = f"rating-{rating.principle.value}"
        raise InvalidInput({field: "The therapist replied to this rating. Change it rather than clear it"})
    review.ratings.remove(rating)
    db.delete(rating)
    _keep_change(db, review, rating.principle, None, by, is_cleared=True)
    db.commit()


def _keep_change(  # noqa: PLR0917  # only called just above
    db: Session,
    review: Review,
    principle: Principle,
    value: int | None,
    by: Person,
    is_cleared: bool = False,
) -> None:
    db.add(
        RatingChange(
            review_id=review.id,
            principle=principle,
            value=value,
            is_cleared=is_cleared,
            is_after_reveal=review.is_rated_first and review.revealed_at is not None,
            by_id=by.id,
        )
    )


def _value(principle: Principle, choice: str | None) -> int | None:
    if choice in {NOT_ASSESSABLE, CLEARED}:
        return None
    if choice in {"1", "2", "3", "4", "5"}:
        return int(choice)
    raise InvalidInput({f"rating-{principle.value}": "Select 1 to 5, or not assessable"})


def _plain(principle: Principle, why: str) -> str:
    plain = _tidy(why)
    if len(plain) > LONGEST_WHY:
        raise InvalidInput({f"why-{principle.value}": f"Shorten this to {LONGEST_WHY:,} characters or fewer"})
    return plain


def _tidy(why: str) -> str:
    return why.replace("\r\n", "\n").replace("\x00", "").strip()
