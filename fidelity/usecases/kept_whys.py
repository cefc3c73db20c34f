"""The sentence beside a rating, written in two tabs at once: the one that lost is kept, and settled later."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from fidelity.usecases.errors import InvalidInput
from fidelity.usecases.keep_words import keep_words
from models import KeptWords, Person, Principle, Review

#: What ``KeptWords.words`` has of it: ``{"whys": {principle: sentence}}``.
_WHYS = "whys"


@dataclass(frozen=True, slots=True)
class TwoWhys:
    """``mine`` was typed and kept, ``theirs`` stands; nothing stands where the rating was cleared since."""

    principle: Principle
    mine: str
    theirs: str | None

    @property
    def name(self) -> str:
        """Of its choice in a form."""
        return f"why-{self.principle.value}"

    @property
    def shown(self) -> str:
        """Of the sentence in a form that stood when the choice was offered."""
        return f"was-{self.name}"


def keep_why(  # noqa: PLR0917  # a sentence and where it belongs
    db: Session, by: Person, review: Review, principle: Principle, why: str, kept_id: UUID | None
) -> UUID:
    """Part of the caller's transaction."""
    words = {_WHYS: {principle.value: why}}
    return keep_words(db, by=by, words=words, based_on=review.number, review_id=review.id, kept_id=kept_id).id


def is_of_whys(words: Mapping[str, Any]) -> bool:
    """Whether a row keeps such a sentence, and nothing of the review's other words."""
    return _WHYS in words


def two_whys(review: Review, kept: KeptWords) -> Sequence[TwoWhys]:
    """Those that differ from what stands."""
    found = []
    for name, mine in kept.words.get(_WHYS, {}).items():
        rating = review.rating(Principle(name))
        theirs = rating.why if rating else None
        if mine != theirs:
            found.append(TwoWhys(Principle(name), mine, theirs))
    return found


def is_overtaken(found: Sequence[TwoWhys], choices: Mapping[str, str]) -> bool:
    """Whether another sentence stands by now than the page showed: a review's number does not count these."""
    shown = {each.shown: each.theirs or "" for each in found if each.shown in choices}
    return any(choices[name].replace("\r\n", "\n").strip() != theirs for name, theirs in shown.items())


def settle_whys(review: Review, kept: KeptWords, choices: Mapping[str, str]) -> None:
    """As chosen: ``mine``, ``theirs``, or both where nothing is. Part of the caller's transaction.

    InvalidInput where the rating was cleared since: a sentence has no place without one.
    """
    for each in two_whys(review, kept):
        rating, choice = review.rating(each.principle), choices.get(each.name)
        if choice == "theirs":
            continue
        if rating is None:
            sentence = "There is no rating any more. Rate it first, or keep what is saved"
            raise InvalidInput({f"keep-{each.name}": sentence})
        rating.why = each.mine if choice == "mine" or not rating.why else f"{rating.why}\n\n{each.mine}"
