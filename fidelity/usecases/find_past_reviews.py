"""What earlier reviews mean for the queue: open contests, and whose work has ever been reviewed."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from fidelity.usecases.standing_contests import is_open, standing_contests
from models import Case, CaseTherapist, Rater, Reply, Review, ReviewStatus, Week

_PUBLISHED = (Review.rater == Rater.FIRST, Review.status == ReviewStatus.PUBLISHED)


def find_contested_cases(db: Session, *, cases: ColumnElement[bool], hidden: Collection[UUID]) -> set[UUID]:
    """Cases in whose last published review something contested is not settled.

    ``hidden``: weeks of which who asks may know nothing yet.
    """
    last = (
        select(Review.id)
        .join(Week, Week.id == Review.week_id)
        .where(Week.case_id == Case.id, *_PUBLISHED)
        .order_by(Week.starts_on.desc())
        .limit(1)
        .correlate(Case)
        .scalar_subquery()
    )
    contests = standing_contests(Reply.review_id.in_(select(last).select_from(Case).where(cases)))
    rows = (
        select(Week.case_id)
        .join(contests, contests.c.week_id == Week.id)
        .where(is_open(contests), Week.id.not_in(hidden))
        .distinct()
    )
    return set(db.scalars(rows))


def find_reviewed_therapists(db: Session, *, cases: ColumnElement[bool]) -> set[UUID]:
    """People of whose cases a week was reviewed while they held them."""
    # They had the case by the time of publishing, and not only before the week began.
    held = (CaseTherapist.starts_on <= func.date(Review.published_at)) & or_(
        CaseTherapist.ends_on.is_(None), CaseTherapist.ends_on >= Week.starts_on
    )
    # One week is enough: asked for each who held a case, and not by reading every week and its review.
    reviewed = (
        select(Review.id)
        .join(Week, Week.id == Review.week_id)
        .where(Week.case_id == CaseTherapist.case_id, held, *_PUBLISHED)
        .order_by(Week.starts_on)
        .limit(1)
        .correlate(CaseTherapist)
        .scalar_subquery()
    )
    rows = select(CaseTherapist.person_id).join(Case).where(cases, reviewed.is_not(None))
    return set(db.scalars(rows.distinct()))
