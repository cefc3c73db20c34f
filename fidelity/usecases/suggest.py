"""Writes down what the tagger finds in a transcript or a case note. Suggestions are only ever added."""

from collections.abc import Iterator
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from fidelity.nlp.types import SuggestedMark, Tagger, Unit
from fidelity.usecases.work_on_job import finish, still_ours
from models import (
    Attempt,
    CaseNoteRevision,
    NoteSection,
    Polarity,
    Principle,
    RecordingStatus,
    Segment,
    SpeakerRole,
    Suggestion,
    Transcript,
)


def suggest_for_transcript(db: Session, tagger: Tagger, *, attempt: Attempt) -> None:
    """Tag the therapist's turns. Where nobody has said who speaks, there are none and nothing is suggested.

    Safe to run twice, and run again after speakers are named: what was suggested before is not repeated.
    """
    transcript = db.get_one(Transcript, attempt.job.subject_id)
    recording = transcript.recording
    turns = [
        segment
        for segment in db.scalars(
            select(Segment)
            .filter_by(transcript_id=transcript.id)
            .order_by(Segment.position)
            .options(selectinload(Segment.namings))
        )
        if segment.role is SpeakerRole.THERAPIST and segment.suspect_because is None
    ]
    week_id = recording.week_id
    db.commit()  # nothing is open while the model works

    found = tagger.tag([Unit(segment.text, "therapist") for segment in turns])
    if not still_ours(db, attempt):
        return
    known = _known(db, Suggestion.segment_id.in_([segment.id for segment in turns]), tagger.version)
    for segment, marks in zip(turns, found, strict=True):
        for row in _rows(segment.text, marks, week_id, tagger.version):
            row.segment_id = segment.id
            if _identity(row) not in known:
                db.add(row)
    if recording.status is RecordingStatus.TAGGING:
        recording.status = RecordingStatus.READY
    finish(attempt)
    db.commit()


def suggest_for_note(db: Session, tagger: Tagger, *, attempt: Attempt) -> None:
    """Tag every section of a revision. Safe to run twice."""
    revision = db.get_one(CaseNoteRevision, attempt.job.subject_id)
    sections = [(NoteSection(name), text) for name, text in revision.texts.items() if text.strip()]
    week_id = revision.note.week_id
    db.commit()  # nothing is open while the model works

    found = tagger.tag([Unit(text, "note") for _, text in sections])
    if not still_ours(db, attempt):
        return
    known = _known(db, Suggestion.revision_id == revision.id, tagger.version)
    for (section, text), marks in zip(sections, found, strict=True):
        for row in _rows(text, marks, week_id, tagger.version):
            row.revision_id, row.section = revision.id, section
            if _identity(row) not in known:
                db.add(row)
    finish(attempt)
    db.commit()


def _rows(text: str, marks: list[SuggestedMark], week_id: UUID, version: str) -> Iterator[Suggestion]:
    for mark in marks:
        yield Suggestion(
            week_id=week_id,
            starts=mark.start,
            ends=mark.end,
            quote=text[mark.start : mark.end],
            principle=Principle(mark.principle),
            polarity=Polarity(mark.polarity),
            probability=mark.probability,
            model_version=version,
        )


_Identity = tuple[UUID | None, UUID | None, NoteSection | None, int, int, Principle, Polarity]


def _identity(row: Suggestion) -> _Identity:
    return (row.segment_id, row.revision_id, row.section, row.starts, row.ends, row.principle, row.polarity)


def _known(db: Session, where: object, version: str) -> set[_Identity]:
    rows = db.scalars(select(Suggestion).where(where, Suggestion.model_version == version))  # type: ignore[arg-type]
    return {_identity(row) for row in rows}
