"""Ends what was claimed or put off of a week, as part of the caller's transaction. Rows stay as a trace."""

from uuid import UUID

from sqlalchemy import update
from sqlalchemy.orm import Session

from models import Claim, Person, Snooze, now


def end_claims(db: Session, week_id: UUID) -> None:
    """Whatever was claimed before, live or run out, is over."""
    open_claims = update(Claim).where(Claim.week_id == week_id, Claim.ended_at.is_(None))
    db.execute(open_claims.values(ended_at=now()))


def end_snoozes(db: Session, week_id: UUID, by: Person) -> None:
    """The week is awake."""
    asleep = update(Snooze).where(Snooze.week_id == week_id, Snooze.ended_at.is_(None), Snooze.until > now())
    db.execute(asleep.values(ended_at=now(), ended_by_id=by.id))
