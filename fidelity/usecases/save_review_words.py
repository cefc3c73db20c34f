"""Saves what a rater has typed so far."""

from uuid import UUID

from sqlalchemy.orm import Session

from fidelity.usecases.draft import NotYoursToWrite, draft
from fidelity.usecases.errors import Clash, InvalidInput
from fidelity.usecases.keep_words import keep_words
from fidelity.usecases.put_review_words import put_review_words, too_long, what_is_wrong
from fidelity.usecases.review_words import ReviewWords, to_json, words_of
from models import Person, Review


def save_review_words(
    db: Session,
    *,
    by: Person,
    review_id: UUID,
    based_on: int,
    words: ReviewWords,
    kept_id: UUID | None = None,
) -> Review:
    """Save the words and raise the review's number.

    ``based_on``: the number that the page was showing. If another tab has saved since, the review stays as
    it is, these words are kept beside it, and Clash carries both, unless both wrote the same. They are kept
    too where somebody else writes the review by now, or it was published meanwhile: NotYoursToWrite.
    ``kept_id``: where this page's words are kept already; newer ones take their place.
    """
    words = words.tidy()
    try:
        review = draft(db, by, review_id)
    except NotYoursToWrite as error:
        if messages := too_long(words):
            raise InvalidInput(messages) from None
        error.kept_id = _keep(db, by, error.review, based_on, words, kept_id)
        raise
    if messages := what_is_wrong(db, review, words):
        raise InvalidInput(messages)
    if words == words_of(review):
        return review
    if based_on != review.number:
        raise Clash(review, _keep(db, by, review, based_on, words, kept_id))
    put_review_words(db, review, words)
    db.commit()
    return review


def _keep(  # noqa: PLR0917  # only called just above
    db: Session, by: Person, review: Review, based_on: int, words: ReviewWords, kept_id: UUID | None
) -> UUID | None:
    """Commits: what is refused is kept in the transaction that refuses it."""
    if words in {words_of(review), ReviewWords()}:
        return None
    kept = keep_words(
        db, by=by, words=to_json(words), based_on=based_on, review_id=review.id, kept_id=kept_id
    )
    db.commit()
    return kept.id
