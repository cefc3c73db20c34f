"""Brings two versions of a review's words together after somebody has looked at both."""

from collections.abc import Mapping
from dataclasses import replace
from uuid import UUID

from sqlalchemy.orm import Session

from fidelity.usecases.draft import NotYoursToWrite, draft
from fidelity.usecases.errors import Clash, InvalidInput, NotFound
from fidelity.usecases.keep_words import settle
from fidelity.usecases.kept_whys import is_of_whys, is_overtaken, settle_whys, two_whys
from fidelity.usecases.merge_review_words import merge
from fidelity.usecases.put_review_words import put_review_words, what_is_wrong
from fidelity.usecases.review_words import ReviewWords, from_json, words_of
from fidelity.usecases.team_people import team_people
from models import KeptWords, Person, Review


def settle_review_words(
    db: Session,
    *,
    by: Person,
    review_id: UUID,
    kept_id: UUID,
    based_on: int,
    choices: Mapping[str, str],
) -> Review:
    """Save the draft as chosen by field: ``mine`` (what was kept), ``theirs`` (what stands) or ``both``.

    ``based_on``: the number that stood beside it; raises Clash if there is a newer one still. Who published
    the review meanwhile can only say that they have seen what was kept. Settling twice is settling once.
    """
    try:
        review = draft(db, by, review_id)
    except NotYoursToWrite as error:
        if error.review.by_id != by.id:
            raise
        return _seen(db, error.review, kept_id, by)
    kept = kept_of(db, review, kept_id)
    if kept.settled_at is not None:
        return review
    standing = words_of(review)
    if based_on != review.number or is_overtaken(two_whys(review, kept), choices):
        raise Clash(review, kept.id)
    words = standing
    if is_of_whys(kept.words):
        settle_whys(review, kept, choices)
    else:
        words = merge(_without_strangers(db, review, from_json(kept.words)), standing, choices)
    if words != standing:
        if messages := what_is_wrong(db, review, words):
            raise InvalidInput(messages)
        put_review_words(db, review, words)
    settle(kept, by)
    db.commit()
    return review


def kept_of(db: Session, review: Review, kept_id: UUID) -> KeptWords:
    """A row of this review."""
    kept = db.get(KeptWords, kept_id)
    if kept is None or kept.review_id != review.id:
        raise NotFound
    return kept


def _seen(db: Session, review: Review, kept_id: UUID, by: Person) -> Review:
    kept = kept_of(db, review, kept_id)
    if kept.settled_at is None:
        settle(kept, by)
        db.commit()
    return review


def _without_strangers(db: Session, review: Review, words: ReviewWords) -> ReviewWords:
    """Who has left the team since owns nothing; what was agreed stays."""
    owners = {person.id for person in team_people(db, review.week.case.team_id)}
    return replace(
        words,
        actions=tuple(
            action if action.owner_id in {None, *owners} else replace(action, owner_id=None)
            for action in words.actions
        ),
    )
