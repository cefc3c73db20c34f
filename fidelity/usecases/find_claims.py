"""Whose a week of the queue is, and which weeks are put off."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from fidelity.consultation import clock_of
from models import Case, Claim, Snooze, Week, now


def find_claims(db: Session, *, cases: ColumnElement[bool]) -> dict[UUID, Claim]:
    """The claim of each week that has not ended or run out, of cases of which ``cases`` is true.

    Of a week with a draft ask who writes it: a draft keeps the week for its writer.
    """
    live = select(Claim).where(*_is_live(now())).join(Week, Week.id == Claim.week_id).join(Case).where(cases)
    return {claim.week_id: claim for claim in db.scalars(live.order_by(Claim.created_at))}


def claim_of(db: Session, week_id: UUID) -> Claim | None:
    """The claim of one week that has not ended or run out."""
    live = select(Claim).where(Claim.week_id == week_id, *_is_live(now()))
    return db.scalars(live.order_by(Claim.created_at.desc())).first()


def last_claim_of(db: Session, week_id: UUID) -> Claim | None:
    """The newest that nobody ended, whether it has run out or not: it says who handed over, and why."""
    newest = select(Claim).where(Claim.week_id == week_id, Claim.ended_at.is_(None))
    return db.scalars(newest.order_by(Claim.created_at.desc())).first()


def taken(claim: Claim) -> str:
    """Says to somebody else whose the week is, and until when."""
    return f"{claim.person.name} has taken this week, until {clock_of(claim.expires_at, now())}"


def find_snoozes(db: Session, *, cases: ColumnElement[bool]) -> dict[UUID, Snooze]:
    """What is put off still, by week."""
    asleep = select(Snooze).join(Week, Week.id == Snooze.week_id).join(Case).where(cases, *_is_asleep())
    return {snooze.week_id: snooze for snooze in db.scalars(asleep.order_by(Snooze.created_at))}


def snooze_of(db: Session, week_id: UUID) -> Snooze | None:
    """Until when one week is put off; nothing if it is awake."""
    asleep = select(Snooze).where(Snooze.week_id == week_id, *_is_asleep())
    return db.scalars(asleep.order_by(Snooze.created_at.desc())).first()


def _is_live(moment: datetime) -> tuple[ColumnElement[bool], ...]:
    return Claim.ended_at.is_(None), Claim.expires_at > moment


def _is_asleep() -> tuple[ColumnElement[bool], ...]:
    return Snooze.ended_at.is_(None), Snooze.until > now()
