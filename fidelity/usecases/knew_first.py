"""Who knows what a first rater gave: has read the review, worked on it, or looked where its numbers stand."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import Session

from fidelity.permissions import Deed, may
from fidelity.usecases import audit
from models import (
    PASSED_ON,
    AuditEntry,
    Comment,
    Mark,
    Person,
    RatingChange,
    Review,
    SecondLook,
    TakenBack,
    now,
)

#: What the audit log says, of a review, of who has seen it or has written it for a while.
_SEEN = (
    "read feedback",
    "read review",
    "read what was agreed",
    "started review",
    "took over review",
    "handed over review",
)
#: What it says, of a team, of who has looked where numbers of published reviews stand.
_LOOKED = (
    "read adherence",
    "read coverage",
    "read evidence",
    "read rated pairs",
    "read what suggestions change",
    "read suggestions",
    "read consultation agenda",
    "read team week",
)
#: And, of a week, of who had its second rating for a while: what others see of the first was open then.
_SHARED_OUT = ("took a second rating", "gave back a second rating", "passed on a second rating")


def has_read(by: Person) -> ColumnElement[bool]:
    """True of the rows of ``review`` of which the audit log says that this person has seen them."""
    return exists().where(
        AuditEntry.person_id == by.id,
        AuditEntry.at >= Review.created_at,  # or its log of years would be looked through
        AuditEntry.subject_id == Review.id,
        AuditEntry.what.in_(_SEEN),
    )


def note_agreed_read(db: Session, by: Person, review: Review | None) -> None:
    """What was agreed stands on pages of the next week: a first rater's words, to who could be the second."""
    if review is None:
        return
    team_id = review.week.case.team_id
    if review.actions and review.by_id != by.id and may(by, Deed.RATE_SECOND, team_id=team_id):
        audit.note_reading(db, by, "read what was agreed", subject_id=review.id, team_id=team_id)


def knew_first(db: Session, by: Person, first: Review | None, look: SecondLook) -> bool:
    """Whether a person who begins the second rating of a week knows the first.

    While a second rating is wanted of nobody else, pages keep the first from whoever could take it: what
    they looked at before it was wanted, or while somebody else had it, may have shown it.
    """
    if first is None:
        return False
    worked = [
        exists().where(table.review_id == first.id, table.by_id == by.id)
        for table in (RatingChange, Mark, Comment)
    ]
    read = exists().where(Review.id == first.id, has_read(by))
    if db.scalar(select(or_(read, *worked))):
        return True
    since = _published_since(db, first)
    if since is None:
        return False
    until = now() if _was_anothers(db, by, look) else look.created_at
    team_id = first.week.case.team_id
    looked = exists().where(
        AuditEntry.person_id == by.id,
        AuditEntry.at.between(since, until),
        AuditEntry.subject_id == team_id,
        or_(AuditEntry.what.in_(_LOOKED), AuditEntry.what.startswith("exported ")),
    )
    return bool(db.scalar(select(looked)))


def _published_since(db: Session, first: Review) -> datetime | None:
    """When it was published for the first time, taken back since or not."""
    before: Any = db.scalar(select(func.min(TakenBack.published_at)).filter_by(review_id=first.id))
    return before or first.published_at


def _was_anothers(db: Session, by: Person, look: SecondLook) -> bool:
    """Whether somebody else had taken it or begun it."""
    shared_out = exists().where(
        AuditEntry.subject_id == look.week_id,
        AuditEntry.what.in_(_SHARED_OUT),
        AuditEntry.person_id != by.id,
        AuditEntry.at >= look.created_at,
    )
    begun = exists().where(
        and_(Review.week_id == look.week_id, Review.rater.in_(PASSED_ON), Review.by_id != by.id)
    )
    return bool(db.scalar(select(or_(shared_out, begun))))
