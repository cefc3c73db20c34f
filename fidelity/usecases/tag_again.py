"""Asks for new suggestions where another tagger has come: in weeks that are still to be reviewed."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from fidelity.nlp.experimental import measured
from fidelity.permissions import Deed
from fidelity.queue import JobKind, JobQueue
from fidelity.usecases import audit, guard, jobs
from fidelity.usecases.tagger_in_use import version_in_use
from models import (
    CaseNote,
    CaseNoteRevision,
    Job,
    JobStatus,
    Person,
    Recording,
    RecordingStatus,
    Review,
    Transcript,
    Week,
)

#: Of work on a whole transcript or note: as it is asked for first, and again.
_AGAIN = {
    JobKind.TAG_TRANSCRIPT: JobKind.TAG_TRANSCRIPT_AGAIN,
    JobKind.TAG_NOTE: JobKind.TAG_NOTE_AGAIN,
}
_WHOLE = [kind.name for pair in _AGAIN.items() for kind in pair]
#: Where a finished job says which version of the tagger has looked.
_VERSION = "tagger"
#: Not here any more, or nothing was said.
_WITHOUT_WORDS = (RecordingStatus.WITHDRAWN, RecordingStatus.CANCELLED, RecordingStatus.NO_SPEECH)


def tag_again(db: Session, queue: JobQueue, *, by: Person | None) -> int:
    """Ask for all weeks that are still to be reviewed, as a person wishes; how many weeks these are.

    ``by`` nobody: the owner of the machine, at its command line.
    """
    guard.require(by, Deed.MANAGE_LEARNING)
    asked = ask_again_for_open_weeks(db)
    weeks = {week_id for week_id, _, _ in _open_words(db)}
    audit.note(db, by, "asked for suggestions again", subject_id=None)
    db.commit()
    for job in asked:
        jobs.send(db, queue, job)
    return len(weeks)


def ask_again_for_open_weeks(db: Session) -> list[Job]:
    """Add the jobs to the caller's transaction, the newest weeks first; send them after its commit.

    For the newest transcript of each recording, and what was handed in last of each note. Where a job
    waits already that one will do: which tagger works is settled when it is begun.
    """
    open_words = list(_open_words(db))
    waiting = set(
        db.scalars(select(Job.subject_id).where(Job.kind.in_(_WHOLE), Job.status == JobStatus.WAITING))
    )
    asked = [
        Job(kind=_AGAIN[kind].name, subject_id=subject_id)
        for _, kind, subject_id in open_words
        if subject_id not in waiting
    ]
    db.add_all(asked)
    db.flush()
    return asked


def count_behind(db: Session) -> int:
    """Weeks still to be reviewed in which something was never looked at by the tagger that is in use.

    Without those for which work is asked for. Where it looked and found nothing, nothing is behind.
    """
    in_use = version_in_use(db, shipped_version=measured().version)
    of_whole = select(Job.subject_id, Job.status, Job.parameters).where(Job.kind.in_(_WHOLE))
    asked: set[UUID] = set()
    looked: dict[UUID, str | None] = {}
    for subject_id, status, parameters in db.execute(of_whole.order_by(Job.ended_at)):
        if status is JobStatus.DONE:
            looked[subject_id] = parameters.get(_VERSION)
        elif status in (JobStatus.WAITING, JobStatus.RUNNING):
            asked.add(subject_id)
    return len(
        {
            week_id
            for week_id, _, subject_id in _open_words(db)
            if subject_id not in asked and looked.get(subject_id) != in_use
        }
    )


def note_version(job: Job, version: str) -> None:
    """Part of the caller's transaction: this version has looked, also where it found nothing."""
    job.parameters = {**job.parameters, _VERSION: version}


def came_too_late(job: Job, published_at: datetime | None) -> bool:
    """Whether it was asked for again, and the week's review was published before it was done."""
    return published_at is not None and JobKind[job.kind] in _AGAIN.values()


def _open_words(db: Session) -> Iterator[tuple[UUID, JobKind, UUID]]:
    """Week, kind and key of what is to be read in weeks of which no review is published."""
    newest = select(Transcript.recording_id, func.max(Transcript.version).label("version"))
    newest_of = newest.group_by(Transcript.recording_id).subquery()
    transcripts = (
        select(Week.id, Transcript.id)
        .join(Recording, Recording.week_id == Week.id)
        .join(Transcript, Transcript.recording_id == Recording.id)
        .join(
            newest_of,
            (newest_of.c.recording_id == Transcript.recording_id)
            & (newest_of.c.version == Transcript.version),
        )
        .where(Recording.status.not_in(_WITHOUT_WORDS))
    )
    last = select(CaseNoteRevision.note_id, func.max(CaseNoteRevision.number).label("number"))
    last_of = last.group_by(CaseNoteRevision.note_id).subquery()
    revisions = (
        select(Week.id, CaseNoteRevision.id)
        .join(CaseNote, CaseNote.week_id == Week.id)
        .join(CaseNoteRevision, CaseNoteRevision.note_id == CaseNote.id)
        .join(
            last_of,
            (last_of.c.note_id == CaseNoteRevision.note_id) & (last_of.c.number == CaseNoteRevision.number),
        )
    )
    is_published = exists().where(Review.week_id == Week.id, Review.published_at.is_not(None))
    for kind, wanted in ((JobKind.TAG_NOTE, revisions), (JobKind.TAG_TRANSCRIPT, transcripts)):
        for week_id, subject_id in db.execute(wanted.where(~is_published).order_by(Week.starts_on.desc())):
            yield week_id, kind, subject_id
