"""Feedback that a person may read, newest first."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from uuid import UUID

from sqlalchemy import ColumnElement, Subquery, and_, exists, func, or_, select
from sqlalchemy.orm import Session

from fidelity.permissions import Deed
from fidelity.usecases import guard
from fidelity.usecases.blind import hidden_reviews
from fidelity.usecases.paging import PAGE_LENGTH, Page, first_row
from fidelity.usecases.reach import cases_within_reach
from fidelity.usecases.standing_contests import is_open, standing_contests
from models import Case, Person, Rater, Reply, Review, ReviewStatus, SecondLook, TakenBack, Week


class Only(Enum):
    """What the list can be narrowed to."""

    CONTESTED = "contested"
    #: Contested, and not settled yet.
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Listed:
    """One review in the list, published or, for a while, taken back."""

    review_id: UUID
    reference: str
    week: date
    reviewer: str
    #: Nothing: it was published, and taken back at ``taken_back_at``.
    published_at: datetime | None
    read_at: datetime | None
    taken_back_at: datetime | None
    #: The person could rate the week a second time: whoever reads the feedback is no longer blind.
    is_to_rate: bool
    replies: int
    contested: int
    #: How many of the contested things are not settled yet.
    open: int


def list_feedback(db: Session, *, by: Person, only: Only | None = None, page: int = 1) -> Page[Listed]:
    """The person's own cases' feedback, or that of the teams they look after.

    Left out is what the person rates a second time, until both raters are done.
    """
    guard.require(by, Deed.READ_FEEDBACK)
    taken_back_at = (
        select(func.max(TakenBack.created_at)).where(TakenBack.review_id == Review.id).scalar_subquery()
    )
    was_taken_back = and_(
        Review.status == ReviewStatus.DRAFT, exists().where(TakenBack.review_id == Review.id)
    )
    is_free = exists().where(
        SecondLook.week_id == Review.week_id, SecondLook.done_at.is_(None), SecondLook.given_to_id.is_(None)
    )
    conditions: list[ColumnElement[bool]] = [
        or_(Review.status == ReviewStatus.PUBLISHED, was_taken_back),
        Review.rater == Rater.FIRST,
        cases_within_reach(by, Deed.READ_FEEDBACK),
        Review.id.not_in(hidden_reviews(db, by)),
    ]
    if only is not None:
        conditions.append(Review.id.in_(select(_things(only).c.review_id)))

    total = db.scalar(select(func.count(Review.id)).join(Review.week).join(Week.case).where(*conditions)) or 0
    page, before = first_row(page, total)
    rows = db.execute(
        select(
            Review.id,
            Case.reference,
            Week.starts_on,
            Person.name,
            Review.published_at,
            Review.read_at,
            taken_back_at,
            and_(Review.by_id != by.id, cases_within_reach(by, Deed.RATE_SECOND), is_free),
        )
        .join(Review.week)
        .join(Week.case)
        .join(Review.by)
        .where(*conditions)
        .order_by(func.coalesce(Review.published_at, taken_back_at).desc(), Review.id)
        .limit(PAGE_LENGTH)
        .offset(before)
    ).all()
    ids = [row.id for row in rows]
    replies = _counted(db, select(Reply.review_id).subquery(), ids)
    contested, open_ = (_counted(db, _things(each, ids), ids) for each in Only)
    return Page(
        [
            Listed(
                *row,
                replies=replies.get(row.id, 0),
                contested=contested.get(row.id, 0),
                open=open_.get(row.id, 0),
            )
            for row in rows
        ],
        page,
        total,
    )


def _things(only: Only, review_ids: Collection[UUID] | None = None) -> Subquery:
    """A row with its ``review_id`` for each thing that is contested, or contested and not settled."""
    contests = standing_contests(*([] if review_ids is None else [Reply.review_id.in_(review_ids)]))
    wanted = select(contests.c.review_id)
    return (wanted.where(is_open(contests)) if only is Only.OPEN else wanted).subquery()


def _counted(db: Session, things: Subquery, review_ids: Collection[UUID]) -> dict[UUID, int]:
    """How many of them each review has; none is left out. Of no more replies than those of these reviews."""
    review_id = things.c.review_id
    rows = select(review_id, func.count()).where(review_id.in_(review_ids)).group_by(review_id)
    return {key: count for key, count in db.execute(rows)}  # noqa: C416  # rows are no pairs to a type checker
