"""Asks a worker how far a team's raters agree: somebody does, new ratings do, or the timetable."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from fidelity.permissions import Deed
from fidelity.queue import JobKind, JobQueue
from fidelity.usecases import audit, guard, jobs
from models import AgreementReport, Case, Job, JobStatus, Person, Review, Team, Week, now

#: The timetable leaves a report alone for so long.
FRESH = timedelta(days=1)
#: So long new ratings wait, so that a morning's reviews are worked out together.
GATHER = timedelta(minutes=10)


def ask_for_agreement(db: Session, queue: JobQueue, *, by: Person, team_id: UUID) -> None:
    """Of a person. One that waits for a worker will do."""
    guard.team(db, by, Deed.SEE_AGREEMENT, team_id)
    # Two clicks take turns, so that the second finds the job of the first.
    db.execute(select(Team.id).where(Team.id == team_id).with_for_update())
    job = jobs.ask(db, JobKind.AGREEMENT, team_id, by_id=by.id)
    job.not_before = now()  # it may have been waiting for more to come
    audit.note(db, by, "asked for agreement", subject_id=team_id, team_id=team_id)
    db.commit()
    jobs.send(db, queue, job)


def want_agreement(db: Session, team_id: UUID) -> None:
    """Part of the caller's transaction: ratings have come that were not there. The sweep sends it on."""
    waiting = select(Job.id).filter_by(
        kind=JobKind.AGREEMENT.name, subject_id=team_id, status=JobStatus.WAITING
    )
    if db.scalar(waiting.limit(1)) is None:
        jobs.ask(db, JobKind.AGREEMENT, team_id).not_before = now() + GATHER


def ask_for_agreement_when_due(db: Session, queue: JobQueue) -> None:
    """The timetable's: for each team whose report is older than a day, and to which something was added."""
    asked = [jobs.ask(db, JobKind.AGREEMENT, team_id) for team_id in _out_of_date(db)]
    db.commit()
    for job in asked:
        jobs.send(db, queue, job)


def is_being_measured(db: Session, team_id: UUID) -> bool:
    """Whether a report waits for a worker, or a worker is at it."""
    is_open = Job.status.in_((JobStatus.WAITING, JobStatus.RUNNING))
    wanted = select(Job.id).where(Job.kind == JobKind.AGREEMENT.name, Job.subject_id == team_id, is_open)
    return db.scalar(wanted.limit(1)) is not None


def _out_of_date(db: Session) -> Sequence[UUID]:
    reported = (
        select(AgreementReport.team_id, func.max(AgreementReport.created_at).label("at"))
        .group_by(AgreementReport.team_id)
        .subquery()
    )
    changed = (
        select(
            Case.team_id,
            func.max(Review.published_at).label("published"),
            func.max(Review.submitted_at).label("submitted"),
        )
        .join(Week, Week.case_id == Case.id)
        .join(Review, Review.week_id == Week.id)
        .group_by(Case.team_id)
        .subquery()
    )
    is_new = or_(
        reported.c.at.is_(None), changed.c.published > reported.c.at, changed.c.submitted > reported.c.at
    )
    is_old = or_(reported.c.at.is_(None), reported.c.at < now() - FRESH)
    has_ratings = or_(changed.c.published.is_not(None), changed.c.submitted.is_not(None))
    return db.scalars(
        select(Team.id)
        .join(changed, changed.c.team_id == Team.id)
        .outerjoin(reported, reported.c.team_id == Team.id)
        .where(has_ratings, is_new, is_old)
    ).all()
