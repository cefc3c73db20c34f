"""Says whether the tagger still has to read some words: nothing suggested yet is not nothing found."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from fidelity.queue import JobKind
from models import Job, JobStatus

_READING = [
    kind.name
    for kind in (
        JobKind.TAG_NOTE,
        JobKind.TAG_NOTE_AGAIN,
        JobKind.TAG_TRANSCRIPT,
        JobKind.TAG_TRANSCRIPT_AGAIN,
    )
]


def is_being_read(db: Session, subject_ids: Collection[UUID]) -> bool:
    """Whether work on one of these revisions and transcripts waits or is under way."""
    is_open = Job.status.in_((JobStatus.WAITING, JobStatus.RUNNING))
    asked = exists().where(Job.subject_id.in_(subject_ids), Job.kind.in_(_READING), is_open)
    return bool(subject_ids) and bool(db.scalar(select(asked)))
