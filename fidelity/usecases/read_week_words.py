"""The words of a week: what was said in its recordings, and the note."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, lazyload

from models import (
    CaseNote,
    CaseNoteRevision,
    Recording,
    RecordingStatus,
    Segment,
    SpeakerRole,
    Suggestion,
    Transcript,
    Week,
)


@dataclass(frozen=True, slots=True)
class Visit:
    """A recording with the turns of its newest transcript; none while it is not transcribed."""

    recording: Recording
    transcript: Transcript | None
    turns: Sequence[Segment]


def read_visits(db: Session, week: Week) -> list[Visit]:
    """The recordings of a week, oldest first, without those that were withdrawn or cancelled."""
    gone = (RecordingStatus.WITHDRAWN, RecordingStatus.CANCELLED)
    recordings = db.scalars(
        select(Recording)
        .where(Recording.week_id == week.id, Recording.status.not_in(gone))
        .order_by(Recording.visited_on, Recording.created_at)
        # What is known already is not asked for again.
        .options(lazyload(Recording.case), lazyload(Recording.uploaded_by))
    ).all()
    versions = select(Transcript).where(Transcript.recording_id.in_([r.id for r in recordings]))
    newest = {t.recording_id: t for t in db.scalars(versions.order_by(Transcript.version))}
    turns: dict[UUID, list[Segment]] = {}
    of_newest = select(Segment).where(Segment.transcript_id.in_([t.id for t in newest.values()]))
    # Joined, because a list of a thousand keys takes longer to write down than the rows to read.
    with_names = of_newest.options(joinedload(Segment.namings)).order_by(Segment.position)
    for turn in db.scalars(with_names).unique():
        turns.setdefault(turn.transcript_id, []).append(turn)
    return [
        Visit(recording, transcript, turns.get(transcript.id, []) if transcript else [])
        for recording in recordings
        for transcript in [newest.get(recording.id)]
    ]


def read_revisions(db: Session, week: Week) -> Sequence[CaseNoteRevision]:
    """Every revision of the week's note, oldest first."""
    of_week = select(CaseNoteRevision).join(CaseNote).where(CaseNote.week_id == week.id)
    in_order = of_week.order_by(CaseNoteRevision.number)
    return db.scalars(in_order.options(lazyload(CaseNoteRevision.written_by))).all()


def read_suggestions(
    db: Session, week: Week, visits: Sequence[Visit], revision: CaseNoteRevision | None
) -> list[Suggestion]:
    """What the machine suggests for these words, in their order.

    Left out: what hangs on other versions, on words of anybody but the therapist, and on words that
    were probably not said.
    """
    places = {
        turn.id
        for visit in visits
        for turn in visit.turns
        if turn.role is SpeakerRole.THERAPIST and turn.suspect_because is None
    }
    if revision is not None:
        places.add(revision.id)
    of_week = select(Suggestion).filter_by(week_id=week.id).order_by(Suggestion.starts, Suggestion.ends)
    return [row for row in db.scalars(of_week) if (row.segment_id or row.revision_id) in places]
