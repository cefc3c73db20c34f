"""Feedback that a person may read, newest first."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import Session

from fidelity.permissions import Deed
from fidelity.usecases import guard
from fidelity.usecases.blind import is_hidden_from
from fidelity.usecases.open_contests import open_contests
from fidelity.usecases.paging import PAGE_LENGTH, Page, first_row
from fidelity.usecases.reach import cases_within_reach
from fidelity.usecases.standing_replies import standing_replies
from models import Case, Person, Rater, Reply, Review, ReviewStatus, Stance, TakenBack, Week


class Only(Enum):
    """What the list can be narrowed to."""

    CONTESTED = "contested"
    #: Contested, and nobody has answered or settled it.
    UNANSWERED = "unanswered"


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
    replies: int
    contested: int
    #: How many of the contested things wait for an answer.
    unanswered: int
    taken_back_at: datetime | None


def list_feedback(db: Session, *, by: Person, only: Only | None = None, page: int = 1) -> Page[Listed]:
    """The person's own cases' feedback, or that of the teams they look after.

    Left out is what the person rates a second time, until both raters are done.
    """
    guard.require(by, Deed.READ_FEEDBACK)
    standing, waiting = standing_replies(), open_contests()
    of_review = standing.c.review_id == Review.id, standing.c.stance == Stance.CONTEST
    is_waiting = waiting.c.review_id == Review.id
    taken_back_at = (
        select(func.max(TakenBack.created_at)).where(TakenBack.review_id == Review.id).scalar_subquery()
    )
    was_taken_back = and_(
        Review.status == ReviewStatus.DRAFT, exists().where(TakenBack.review_id == Review.id)
    )
    conditions: list[ColumnElement[bool]] = [
        or_(Review.status == ReviewStatus.PUBLISHED, was_taken_back),
        Review.rater == Rater.FIRST,
        cases_within_reach(by, Deed.READ_FEEDBACK),
        ~is_hidden_from(by),
    ]
    if only is Only.CONTESTED:
        conditions.append(exists().where(*of_review))
    if only is Only.UNANSWERED:
        conditions.append(exists().where(is_waiting))

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
            select(func.count()).select_from(waiting).where(is_waiting).scalar_subquery(),
            taken_back_at,
        )
        .join(Review.week)
        .join(Week.case)
        .join(Review.by)
        .where(*conditions)
        .order_by(func.coalesce(Review.published_at, taken_back_at).desc(), Review.id)
        .limit(PAGE_LENGTH)
        .offset(before)
    )
    return Page([Listed(*row) for row in rows], page, total)
