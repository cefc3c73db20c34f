"""Two versions of a review's words, side by side: what stands, and what was typed elsewhere and kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from fidelity.permissions import Deed
from fidelity.usecases import guard
from fidelity.usecases.blind import require_sight
from fidelity.usecases.errors import NotFound
from fidelity.usecases.keep_words import unsettled
from fidelity.usecases.kept_whys import TwoWhys, is_of_whys, two_whys
from fidelity.usecases.review_words import ReviewWords, from_json, words_of
from fidelity.usecases.settle_review_words import kept_of
from models import KeptWords, Person, Review


@dataclass(frozen=True)
class TwoVersions:
    """``mine`` was typed and kept, ``theirs`` stands in the review."""

    review: Review
    kept: KeptWords
    mine: ReviewWords
    theirs: ReviewWords
    #: Sentences beside ratings of which there are two.
    whys: Sequence[TwoWhys]
    #: Whether this person can bring them together: whoever writes the review.
    may_settle: bool


def read_kept_words(db: Session, *, by: Person, review_id: UUID, kept_id: UUID) -> TwoVersions:
    """For whoever writes the review, and for whoever typed the words. Settled ones can still be read."""
    review = guard.review(db, by, Deed.REVIEW, review_id)
    require_sight(db, by, review)
    kept = kept_of(db, review, kept_id)
    if by.id not in {review.by_id, kept.by_id}:
        raise NotFound
    theirs = words_of(review)
    mine = theirs if is_of_whys(kept.words) else from_json(kept.words)
    return TwoVersions(review, kept, mine, theirs, two_whys(review, kept), review.by_id == by.id)


def kept_for(db: Session, by: Person, review: Review) -> Sequence[KeptWords]:
    """What is to be looked at yet, for the desk of the same two people."""
    return [kept for kept in unsettled(db, review_id=review.id) if by.id in {review.by_id, kept.by_id}]
