"""Says which tagger is in use: the one that came with the product, or that with what this service adopted."""

import logging

from sqlalchemy import select
from sqlalchemy.orm import Session

from fidelity.nlp.lessons import LearningTagger
from models import LearnedTagger, TaggerAdoption

log = logging.getLogger(__name__)

UNREADABLE = "What was learned could not be read again. The tagger that came along is used instead."


def latest_adoption(db: Session) -> TaggerAdoption | None:
    """What somebody put to use last; nothing while nobody ever did."""
    newest = select(TaggerAdoption).order_by(TaggerAdoption.created_at.desc(), TaggerAdoption.id.desc())
    return db.scalars(newest.limit(1)).first()


def learned_in_use(db: Session, *, shipped_version: str) -> LearnedTagger | None:
    """What was learned and is in use; nothing: the tagger that came along.

    A light part was measured on top of one tagger. With an update of the product that brings another it is
    out of use, until a new one has been trained and adopted. So is one that a job could not read.
    """
    adoption = latest_adoption(db)
    learned = adoption.learned if adoption else None
    is_usable = learned and learned.base_version == shipped_version and not learned.failure
    return learned if is_usable else None


def version_in_use(db: Session, *, shipped_version: str) -> str:
    """The name under which suggestions are made today."""
    learned = learned_in_use(db, shipped_version=shipped_version)
    return learned.version or shipped_version if learned else shipped_version


def tagger_in_use(db: Session, shipped: LearningTagger) -> LearningTagger:
    """The tagger that a job should work with. Ask for each job: somebody may have adopted another.

    Part of the caller's transaction: what cannot be read is out of use from then on, and the page says so.
    """
    learned = learned_in_use(db, shipped_version=shipped.version)
    if learned is None or learned.head is None:
        return shipped
    try:
        return shipped.with_head(learned.head)
    except ValueError as error:
        log.warning("what was learned cannot be used; the tagger that came along is", exc_info=error)
        learned.failure = UNREADABLE
        return shipped
