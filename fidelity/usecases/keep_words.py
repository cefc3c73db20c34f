"""Keeps what a save had to refuse, so that nothing that anybody typed is lost (docs/adr/0024)."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import KeptWords, Person, now

#: The newest of a person's rows among which the same save, sent again, is found again.
_NEWEST = 5
#: A forged page can name a number that no column holds; its words are kept all the same.
_LARGEST = 2**31 - 1


def keep_words(
    db: Session,
    *,
    by: Person,
    words: dict[str, Any],
    based_on: int,
    review_id: UUID | None = None,
    note_id: UUID | None = None,
    kept_id: UUID | None = None,
) -> KeptWords:
    """Keep the words of one draft. Part of the transaction in which the save is refused.

    ``kept_id``: the page knows that its words are kept in this row, and sends what became of them since:
    they take their own place, unless somebody has looked at them. The same save sent twice is kept once.
    """
    based_on = max(-1, min(based_on, _LARGEST))
    of_draft = select(KeptWords).filter_by(review_id=review_id, note_id=note_id, by_id=by.id)
    own = db.scalar(of_draft.filter_by(id=kept_id, settled_at=None)) if kept_id else None
    if own is not None:
        own.words = words
        return own
    newest = of_draft.order_by(KeptWords.created_at.desc(), KeptWords.id).limit(_NEWEST)
    for key, there, number in db.execute(
        newest.with_only_columns(KeptWords.id, KeptWords.words, KeptWords.based_on)
    ):
        if (there, number) == (words, based_on):
            return db.get_one(KeptWords, key)
    kept = KeptWords(review_id=review_id, note_id=note_id, by_id=by.id, words=words, based_on=based_on)
    db.add(kept)
    db.flush()
    return kept


def unsettled(
    db: Session, *, review_id: UUID | None = None, note_id: UUID | None = None
) -> Sequence[KeptWords]:
    """What still waits for a person to look at both versions of a draft, oldest first."""
    rows = select(KeptWords).filter_by(review_id=review_id, note_id=note_id, settled_at=None)
    return db.scalars(rows.order_by(KeptWords.created_at, KeptWords.id)).all()


def settle(kept: KeptWords, by: Person) -> None:
    """Somebody has looked at both and chosen. The row stays. Part of the caller's transaction."""
    kept.settled_at, kept.settled_by_id = now(), by.id
