"""Asks for a training on what people decided: an administrator does, or the timetable."""

from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from fidelity.permissions import Deed
from fidelity.queue import JobKind, JobQueue
from fidelity.usecases import audit, guard, jobs
from fidelity.usecases.errors import InvalidInput
from fidelity.usecases.find_judgements import find_judgements
from fidelity.usecases.switch_learning import is_learning_on
from models import Job, JobStatus, LearnedTagger, LearningSwitch, Person, now

#: The timetable asks no more often.
PAUSE = timedelta(weeks=1)
OFF = "Learning is switched off. Switch it on first"


def ask_to_learn(db: Session, queue: JobQueue, *, by: Person) -> LearnedTagger:
    """For an administrator; a training that is under way will do. Raises InvalidInput while it is off."""
    guard.require(by, Deed.MANAGE_LEARNING)
    _one_at_a_time(db)
    if not is_learning_on(db):
        raise InvalidInput({"train": OFF})
    if under_way := training_under_way(db):
        db.rollback()
        return under_way
    learned, job = _ask(db, by)
    audit.note(db, by, "asked for training", subject_id=learned.id)
    db.commit()
    jobs.send(db, queue, job)
    return learned


def ask_to_learn_when_due(db: Session, queue: JobQueue, *, after_decisions: int) -> LearnedTagger | None:
    """The timetable's: a week after the last training, if enough was decided since. 0: never."""
    _one_at_a_time(db)
    if not after_decisions or not is_learning_on(db) or training_under_way(db):
        db.rollback()
        return None
    last = db.scalar(select(func.max(LearnedTagger.created_at)))
    is_too_soon = last is not None and last > now() - PAUSE
    if is_too_soon or _decided_since(db, last) < after_decisions:
        db.rollback()
        return None
    learned, job = _ask(db, None)
    audit.note(db, None, "asked for training", subject_id=learned.id)
    db.commit()
    jobs.send(db, queue, job)
    return learned


def training_under_way(db: Session) -> LearnedTagger | None:
    """One that waits for a worker, or that a worker is at."""
    is_open = Job.kind == JobKind.LEARN.name, Job.status.in_((JobStatus.WAITING, JobStatus.RUNNING))
    found = select(LearnedTagger).join(Job, Job.subject_id == LearnedTagger.id).where(*is_open)
    return db.scalars(found.limit(1)).first()


def _one_at_a_time(db: Session) -> None:
    """Whoever else asks in this moment waits, and then finds what was asked for."""
    db.scalars(select(LearningSwitch.id).with_for_update()).all()


def _ask(db: Session, by: Person | None) -> tuple[LearnedTagger, Job]:
    learned = LearnedTagger(by_id=by.id if by else None)
    db.add(learned)
    db.flush()
    return learned, jobs.ask(db, JobKind.LEARN, learned.id, by_id=learned.by_id)


def _decided_since(db: Session, moment: datetime | None) -> int:
    """Marks and rejected suggestions that may teach, of reviews published since."""
    rows = find_judgements(db).subquery()
    count = select(func.count()).select_from(rows)
    return db.scalar(count if moment is None else count.where(rows.c.published_at > moment)) or 0
