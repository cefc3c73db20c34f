"""An administrator lets the tagger learn from what people decide, or stops that."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from fidelity.permissions import Deed
from fidelity.usecases import audit, guard
from models import LearningSwitch, Person


def switch_learning(db: Session, *, by: Person, is_on: bool) -> LearningSwitch | None:
    """Turn it on or off. As it is already: nothing happens. What is in use stays until somebody goes back."""
    guard.require(by, Deed.MANAGE_LEARNING)
    standing = latest_switch(db)
    if is_on is is_learning_on(db):
        db.rollback()
        return standing
    row = LearningSwitch(is_on=is_on, by_id=by.id)
    db.add(row)
    db.flush()
    audit.note(db, by, "switched learning on" if is_on else "switched learning off", subject_id=row.id)
    db.commit()
    return row


def latest_switch(db: Session) -> LearningSwitch | None:
    """Who set it last, and when; nothing while nobody ever did."""
    newest = select(LearningSwitch).order_by(LearningSwitch.created_at.desc(), LearningSwitch.id.desc())
    return db.scalars(newest.limit(1)).first()


def is_learning_on(db: Session) -> bool:
    """Off, until somebody switches it on."""
    newest = select(LearningSwitch.is_on).order_by(LearningSwitch.created_at.desc(), LearningSwitch.id.desc())
    return bool(db.scalar(newest.limit(1)))
