"""Two raters of a week see nothing of each other's work until both are done: docs/adr/0025."""

from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select, union
from sqlalchemy.orm import Session, aliased

from fidelity.permissions import Deed
from fidelity.usecases.errors import Blind, NotFound
from fidelity.usecases.knew_first import has_read
from fidelity.usecases.let_go import is_to_be_had
from fidelity.usecases.own_work import held_in_week
from fidelity.usecases.reach import cases_within_reach
from models import PASSED_ON, Case, Person, Rater, Review, ReviewStatus, Role, SecondLook, Week


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


def may_still_rate(by: Person) -> ColumnElement[bool]:
    """True of first reviews of weeks that this person could still rate a second time, not knowing the first.

    Whoever has read such a review knows it, and it is kept from them no more.
    """
    wanted = (
        select(SecondLook.id)
        .join(Week, Week.id == SecondLook.week_id)
        .join(Case, Case.id == Week.case_id)
        .where(
            SecondLook.week_id == Review.week_id,
            SecondLook.done_at.is_(None),
            is_to_be_had(),
            cases_within_reach(by, Deed.RATE_SECOND),
        )
        .correlate(Review)
    )
    return and_(Review.rater == Rater.FIRST, Review.by_id != by.id, exists(wanted), ~has_read(by))


def is_kept_from(by: Person) -> ColumnElement[bool]:
    """The same as ``is_hidden_from``, and first reviews of weeks that this person could still rate blind.

    For what shows numbers or words of many reviews: who opens it cannot mean to know each of them. A page
    about one review shows it, and whoever opens that counts as having known it (``knew_first``).
    """
    return or_(is_hidden_from(by), may_still_rate(by))


def kept_reviews(db: Session, by: Person) -> frozenset[UUID]:
    """The first reviews that are kept from a person: few at any time. One query, of weeks rated twice."""
    return frozenset(db.scalars(select(Review.id).where(_is_kept(by))))


def kept_weeks(db: Session, by: Person) -> frozenset[UUID]:
    """The same, as their weeks."""
    return frozenset(db.scalars(select(Review.week_id).where(_is_kept(by))))


def _is_kept(by: Person) -> ColumnElement[bool]:
    open_ = select(SecondLook.week_id).where(SecondLook.done_at.is_(None))
    weeks = union(open_, *_theirs(by))
    return and_(Review.week_id.in_(weeks), Review.rater == Rater.FIRST, is_kept_from(by))


def hidden_reviews(db: Session, by: Person) -> frozenset[UUID]:
    """The first reviews that are hidden from a person: few at any time. One query, of weeks rated twice."""
    hidden = select(Review.id).where(Review.week_id.in_(union(*_theirs(by))), Review.rater == Rater.FIRST)
    return frozenset(db.scalars(hidden.where(is_hidden_from(by))))


def _theirs(by: Person) -> list[Select[UUID]]:
    """The few weeks that are this person's to rate a second time: every review there is would be many."""
    second = aliased(Review)
    return [
        select(SecondLook.week_id).where(SecondLook.given_to_id == by.id, SecondLook.done_at.is_(None)),
        select(second.week_id).where(second.by_id == by.id, second.rater == Rater.SECOND),
    ]


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
