"""Says what a bare key stands for, in words that hold no content: a reference, a team, a colleague."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import literal, select, union_all
from sqlalchemy.orm import Session

from models import (
    Action,
    Case,
    CaseNote,
    CaseNoteRevision,
    LearnedTagger,
    Person,
    Recording,
    Review,
    Segment,
    Team,
    Transcript,
    Upload,
    Week,
)


def subjects(db: Session, keys: Collection[UUID]) -> dict[UUID, str]:
    """A label for each key that is still known, in one query. What hangs on a case has its reference."""
    if not keys:
        return {}
    label = Case.reference.label("label")
    of_a_segment = (
        select(Segment.id, label)
        .join(Transcript, Transcript.id == Segment.transcript_id)
        .join(Recording, Recording.id == Transcript.recording_id)
        .join(Case, Case.id == Recording.case_id)
    )
    on_a_week = select(CaseNote.id, label).join(Week, Week.id == CaseNote.week_id).join(Case)
    known = union_all(
        select(Team.id, Team.name.label("label")).where(Team.id.in_(keys)),
        select(Person.id, Person.name.label("label")).where(Person.id.in_(keys)),
        select(Case.id, label).where(Case.id.in_(keys)),
        select(LearnedTagger.id, literal("Learning in service")).where(LearnedTagger.id.in_(keys)),
        select(Week.id, label).join(Case, Case.id == Week.case_id).where(Week.id.in_(keys)),
        select(Recording.id, label).join(Case, Case.id == Recording.case_id).where(Recording.id.in_(keys)),
        select(Upload.id, label).join(Case, Case.id == Upload.case_id).where(Upload.id.in_(keys)),
        select(Transcript.id, label)
        .join(Recording, Recording.id == Transcript.recording_id)
        .join(Case, Case.id == Recording.case_id)
        .where(Transcript.id.in_(keys)),
        of_a_segment.where(Segment.id.in_(keys)),
        on_a_week.where(CaseNote.id.in_(keys)),
        select(CaseNoteRevision.id, label)
        .join(CaseNote, CaseNote.id == CaseNoteRevision.note_id)
        .join(Week, Week.id == CaseNote.week_id)
        .join(Case, Case.id == Week.case_id)
        .where(CaseNoteRevision.id.in_(keys)),
        select(Review.id, label)
        .join(Week, Week.id == Review.week_id)
        .join(Case, Case.id == Week.case_id)
        .where(Review.id.in_(keys)),
        select(Action.id, label)
        .join(Review, Review.id == Action.review_id)
        .join(Week, Week.id == Review.week_id)
        .join(Case, Case.id == Week.case_id)
        .where(Action.id.in_(keys)),
    )
    return dict(db.execute(known).all())
