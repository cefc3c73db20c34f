"""Of the timetable: asks for the day's digests, one job a person, once the hour has come."""

from datetime import date, datetime, time, timedelta
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from fidelity.consultation import LOCAL
from fidelity.queue import JobKind, JobQueue
from fidelity.usecases import jobs
from models import Digest, Job, Person, PersonChoices, Team, TeamRole

_WEEK_DAYS = 7


def ask_for_digests(db: Session, queue: JobQueue, *, moment: datetime, hour: int) -> list[Job]:
    """What was asked for now. Nobody is asked about twice on one day, whatever became of the first.

    Daily: every day. Weekly: on the day before the person's first consultation of the week.
    """
    local = moment.astimezone(LOCAL)
    if local.hour < hour:
        return []
    wanted = db.execute(
        select(Person.id, PersonChoices.digest)
        .join(PersonChoices, PersonChoices.person_id == Person.id)
        .where(Person.active, PersonChoices.digest != Digest.NEVER)
    ).all()
    asked = _asked_on(db, local.date())
    first_days = _first_consultations(db, local.date())
    due = [
        person_id
        for person_id, digest in wanted
        if person_id not in asked and _is_due(digest, first_days.get(person_id), local.date())
    ]
    made = [jobs.ask(db, JobKind.DIGEST, person_id) for person_id in due]
    db.commit()
    for job in made:
        jobs.send(db, queue, job)
    return made


def _is_due(digest: Digest, first_day: int | None, today: date) -> bool:
    if first_day is None:
        return False  # no role in any team today
    return digest is Digest.DAILY or (first_day - 1) % _WEEK_DAYS == today.weekday()


def _asked_on(db: Session, day: date) -> set[UUID]:
    begins = datetime.combine(day, time(), LOCAL)
    on_the_day = Job.created_at >= begins, Job.created_at < begins + timedelta(days=1)
    return set(db.scalars(select(Job.subject_id).where(Job.kind == JobKind.DIGEST.name, *on_the_day)))


def _first_consultations(db: Session, today: date) -> dict[UUID, int]:
    """The weekday of each person's earliest consultation, 0 is Monday."""
    earliest = (
        select(TeamRole.person_id, func.min(Team.consultation_weekday))
        .join(Team, Team.id == TeamRole.team_id)
        .where(TeamRole.starts_on <= today, or_(TeamRole.ends_on.is_(None), TeamRole.ends_on >= today))
        .group_by(TeamRole.person_id)
    )
    return dict(db.execute(earliest).all())
