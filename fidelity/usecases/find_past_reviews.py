"""What earlier reviews mean for the queue: contested ones, and whose work has ever been reviewed."""

from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from fidelity.usecases.standing_replies import standing_replies
from models import Case, CaseTherapist, Rater, Review, ReviewStatus, Stance, Week

_PUBLISHED = (Review.rater == Rater.FIRST, Review.status == ReviewStatus.PUBLISHED)


def find_contested_cases(db: Session, *, cases: ColumnElement[bool]) -> set[UUID]:
    """Cases in whose last published review the therapist contests something."""
    last = (
        select(Week.case_id, func.max(Week.starts_on).label("monday"))
        .join(Review, Review.week_id == Week.id)
        .join(Case, Case.id == Week.case_id)
        .where(cases, *_PUBLISHED)
        .group_by(Week.case_id)
        .subquery()
    )
    standing = standing_replies()
    rows = (
        select(Week.case_id)
        .join(last, (last.c.case_id == Week.case_id) & (last.c.monday == Week.starts_on))
        .join(Review, Review.week_id == Week.id)
        .join(standing, standing.c.review_id == Review.id)
        .where(*_PUBLISHED, standing.c.stance == Stance.CONTEST)
        .distinct()
    )
    return set(db.scalars(rows))


def find_reviewed_therapists(db: Session, *, cases: ColumnElement[bool]) -> set[UUID]:
    """People of whose cases a week was reviewed while they held them."""
    # They had the case by the time of publishing, and not only before the week began.
    held = (CaseTherapist.starts_on <= func.date(Review.published_at)) & or_(
        CaseTherapist.ends_on.is_(None), CaseTherapist.ends_on >= Week.starts_on
    )
    rows = (
        select(CaseTherapist.person_id)
        .join(Week, Week.case_id == CaseTherapist.case_id)
        .join(Case, Case.id == Week.case_id)
        .join(Review, Review.week_id == Week.id)
        .where(cases, held, *_PUBLISHED)
        .distinct()
    )
    return set(db.scalars(rows))
