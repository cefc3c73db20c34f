"""Whose a week of the queue is, and which weeks are put off."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session, joinedload
from sqlalchemy.orm.interfaces import ORMOption

from fidelity.consultation import clock_of
from models import Case, Claim, Person, Rater, Review, Snooze, Week, now

#: For so long somebody is told that what they had taken is anybody's again.
REMEMBERED = timedelta(days=7)


def find_claims(db: Session, *, by: Person, cases: ColumnElement[bool]) -> dict[UUID, Claim]:
    """Each week's claim that nobody ended, of cases of which ``cases`` is true.

    One that has run out is there only where a draft was begun, since it says who handed the week over and
    why; and for some days to the person whose it was, who may believe that they still have it.
    """
    begun = exists().where(
        Review.week_id == Claim.week_id, Review.rater == Rater.FIRST, Review.by_id == Claim.person_id
    )
    was_theirs = and_(Claim.person_id == by.id, Claim.expires_at > now() - REMEMBERED)
    standing = (
        select(Claim)
        .join(Week, Week.id == Claim.week_id)
        .join(Case)
        .where(cases, Claim.ended_at.is_(None), or_(Claim.expires_at > now(), begun, was_theirs))
        .options(_named(Claim.person), _named(Claim.given_by))
        .order_by(Claim.created_at)
    )
    return {claim.week_id: claim for claim in db.scalars(standing)}


def claim_of(db: Session, week_id: UUID) -> Claim | None:
    """The claim of one week that has not ended or run out."""
    live = select(Claim).where(Claim.week_id == week_id, Claim.ended_at.is_(None), Claim.expires_at > now())
    return db.scalars(live.order_by(Claim.created_at.desc())).first()


def handed_over(db: Session, week_id: UUID) -> Claim | None:
    """Who handed a week over to whoever has it now, and with which line; nothing where nobody did."""
    newest = select(Claim).where(Claim.week_id == week_id, Claim.ended_at.is_(None))
    last = db.scalars(newest.options(joinedload(Claim.given_by)).order_by(Claim.created_at.desc())).first()
    return last if last and last.given_by else None


def taken(claim: Claim) -> str:
    """Says to somebody else whose the week is, and until when."""
    return f"{claim.person.name} has taken this week, until {clock_of(claim.expires_at, now())}"


def find_snoozes(db: Session, *, cases: ColumnElement[bool]) -> dict[UUID, Snooze]:
    """What is put off still, by week."""
    asleep = select(Snooze).join(Week, Week.id == Snooze.week_id).join(Case).where(cases, *_is_asleep())
    asleep = asleep.options(_named(Snooze.by)).order_by(Snooze.created_at)
    return {snooze.week_id: snooze for snooze in db.scalars(asleep)}


def snooze_of(db: Session, week_id: UUID) -> Snooze | None:
    """Until when one week is put off; nothing if it is awake."""
    asleep = select(Snooze).where(Snooze.week_id == week_id, *_is_asleep())
    return db.scalars(asleep.order_by(Snooze.created_at.desc())).first()


def _named(person: InstrumentedAttribute[Any]) -> ORMOption:
    """Somebody of whom only the name is wanted, not the roles."""
    return joinedload(person).lazyload(Person.team_roles)


def _is_asleep() -> tuple[ColumnElement[bool], ...]:
    return Snooze.ended_at.is_(None), Snooze.until > now()
