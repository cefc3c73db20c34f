"""Feedback that a person may read, newest first."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import Session

from fidelity.permissions import Deed
from fidelity.usecases import guard
from fidelity.usecases.paging import PAGE_LENGTH, Page, first_row
from fidelity.usecases.reach import cases_within_reach
from fidelity.usecases.standing_replies import standing_replies
from models import Case, Person, Rater, Reply, Review, ReviewStatus, Stance, Week


@dataclass(frozen=True, slots=True)
class Listed:
    """One published review in the list."""

    review_id: UUID
    reference: str
    week: date
    reviewer: str
    published_at: datetime
    read_at: datetime | None
    replies: int
    contested: int


def list_feedback(db: Session, *, by: Person, only_contested: bool = False, page: int = 1) -> Page[Listed]:
    """The person's own cases' feedback, or that of the teams they look after."""
    guard.require(by, Deed.READ_FEEDBACK)
    standing = standing_replies()
    of_review = standing.c.review_id == Review.id, standing.c.stance == Stance.CONTEST
    conditions: list[ColumnElement[bool]] = [
        Review.status == ReviewStatus.PUBLISHED,
        Review.rater == Rater.FIRST,
        cases_within_reach(by, Deed.READ_FEEDBACK),
    ]
    if only_contested:
        conditions.append(exists().where(*of_review))

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
            select(func.count(Reply.id)).where(Reply.review_id == Review.id).scalar_subquery(),
            select(func.count()).select_from(standing).where(*of_review).scalar_subquery(),
        )
        .join(Review.week)
        .join(Week.case)
        .join(Review.by)
        .where(*conditions)
        .order_by(Review.published_at.desc(), Review.id)
        .limit(PAGE_LENGTH)
        .offset(before)
    )
    return Page([Listed(*row) for row in rows], page, total)
