"""Two raters of a week see nothing of each other's work until both are done: docs/adr/0025."""

from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, or_, select, union
from sqlalchemy.orm import Session, aliased

from fidelity.usecases.errors import Blind, NotFound
from fidelity.usecases.own_work import held_in_week
from models import PASSED_ON, Person, Rater, Review, ReviewStatus, Role, SecondLook


def is_hidden_from(by: Person) -> ColumnElement[bool]:
    """True of the rows of ``review`` that a person must not see now, nor any number made of them alone.

    The first review is hidden from whoever is to rate the week a second time, until theirs is handed in
    and the first is published. The second is hidden from all but its rater for as long, and so is what
    somebody had begun of it and passed on.
    """
    other, look = aliased(Review), aliased(SecondLook)
    first_is_hidden = and_(
        Review.rater == Rater.FIRST,
        Review.by_id != by.id,
        or_(
            exists().where(
                other.week_id == Review.week_id,
                other.rater == Rater.SECOND,
                other.by_id == by.id,
                or_(other.status == ReviewStatus.DRAFT, Review.status != ReviewStatus.PUBLISHED),
            ),
            exists().where(look.week_id == Review.week_id, look.given_to_id == by.id, look.done_at.is_(None)),
        ),
    )
    is_first_published = exists().where(
        other.week_id == Review.week_id,
        other.rater == Rater.FIRST,
        other.status == ReviewStatus.PUBLISHED,
    )
    second_is_hidden = and_(
        Review.rater == Rater.SECOND,
        Review.by_id != by.id,
        or_(
            Review.status == ReviewStatus.DRAFT,
            ~is_first_published,
        ),
    )
    passed_on_is_hidden = and_(
        Review.rater.in_(PASSED_ON),
        Review.by_id != by.id,
        or_(
            ~exists().where(
                other.week_id == Review.week_id,
                other.rater == Rater.SECOND,
                other.status == ReviewStatus.SUBMITTED,
            ),
            ~is_first_published,
        ),
    )
    return or_(first_is_hidden, second_is_hidden, passed_on_is_hidden)


def hidden_reviews(db: Session, by: Person) -> frozenset[UUID]:
    """The first reviews that are hidden from a person: few at any time. One query, of weeks rated twice."""
    # From the few weeks that are this person's to rate a second time: every review there is would be many.
    second = aliased(Review)
    theirs = union(
        select(SecondLook.week_id).where(SecondLook.given_to_id == by.id, SecondLook.done_at.is_(None)),
        select(second.week_id).where(second.by_id == by.id, second.rater == Rater.SECOND),
    )
    hidden = select(Review.id).where(Review.week_id.in_(theirs), Review.rater == Rater.FIRST)
    return frozenset(db.scalars(hidden.where(is_hidden_from(by))))


def require_sight(db: Session, by: Person, review: Review) -> None:
    """Blind for a second rater who asks for the first's work; NotFound for who asks for the second's.

    NotFound, too, for whoever held the family in the week, until it is given to them as feedback.
    """
    if review.by_id == by.id:
        return
    if review.status is not ReviewStatus.PUBLISHED and _is_of_own_work(by, review):
        raise NotFound
    hidden = db.scalar(select(Review.id).where(Review.id == review.id, is_hidden_from(by)))
    if hidden is not None:
        raise Blind if review.rater is Rater.FIRST else NotFound


def _is_of_own_work(by: Person, review: Review) -> bool:
    # Who was never a therapist held no family: most are let through without a look at who did.
    was_therapist = any(held.role is Role.THERAPIST for held in by.team_roles)
    return was_therapist and held_in_week(review.week.case, review.week.starts_on, by)


def are_both_done(db: Session, second: Review) -> bool:
    """Whether a second rating is handed in and the first review of its week is published."""
    published = exists().where(
        Review.week_id == second.week_id,
        Review.rater == Rater.FIRST,
        Review.status == ReviewStatus.PUBLISHED,
    )
    return second.submitted_at is not None and bool(db.scalar(select(published)))
