"""What earlier reviews mean for the queue: contested ones, and whose work has ever been reviewed."""

from uuid import UUID

from sqlalchemy import ColumnElement, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from fidelity.usecases.blind import is_hidden_from
from fidelity.usecases.standing_replies import standing_replies
from models import Case, CaseTherapist, Person, Rater, Reply, Review, ReviewStatus, Stance, Week

_PUBLISHED = (Review.rater == Rater.FIRST, Review.status == ReviewStatus.PUBLISHED)


def find_contested_cases(db: Session, *, by: Person, cases: ColumnElement[bool]) -> set[UUID]:
    """Cases in whose last published review the therapist contests something, as ``by`` may know of it."""
    ever = select(Reply.review_id).where(Reply.stance == Stance.CONTEST)
    later, of_later = aliased(Review), aliased(Week)
    is_last = ~exists().where(
        of_later.case_id == Week.case_id,
        of_later.starts_on > Week.starts_on,
        later.week_id == of_later.id,
        later.rater == Rater.FIRST,
        later.status == ReviewStatus.PUBLISHED,
    )
    standing = standing_replies(Reply.review_id.in_(ever))
    rows = (
        select(Week.case_id)
        .select_from(standing)
        .join(Review, Review.id == standing.c.review_id)
        .join(Week, Week.id == Review.week_id)
        .join(Case, Case.id == Week.case_id)
        .where(cases, standing.c.stance == Stance.CONTEST, *_PUBLISHED, is_last, ~is_hidden_from(by))
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
