"""What people changed of a transcript: step by step, newest first."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from fidelity.permissions import Deed
from fidelity.transcripts.shown import places_of
from fidelity.usecases import audit, guard
from fidelity.usecases.errors import NotFound
from fidelity.usecases.paging import Page, page_of
from fidelity.usecases.undo_change import rows_of
from fidelity.usecases.versions import newest_version
from models import (
    Person,
    Recording,
    RecordingStatus,
    Segment,
    SpeakerNaming,
    SpeakerRole,
    TranscriptChange,
    VoiceNaming,
    WordCorrection,
)


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that a step says."""

    #: The voice that was named.
    voice: str | None
    role: SpeakerRole | None
    #: The turn that was changed, and when it begins, in seconds.
    segment: Segment | None
    #: The machine's words, and for a correction what stands in their place; the same where confirmed.
    heard: str
    instead: str | None


@dataclass(frozen=True, slots=True)
class Step:
    """One step, who did it, and who took it back."""

    change: TranscriptChange
    by: Person
    undone_by: Person | None
    #: The first parts; ``count`` says how many there are.
    parts: Sequence[Part]
    count: int


PARTS_SHOWN = 3


def list_changes(
    db: Session, *, by: Person, recording_id: UUID, page: int = 1
) -> tuple[Recording, Page[Step]]:
    """Steps of the newest version. NotFound where there are no words."""
    recording = guard.recording(db, by, Deed.HEAR_RECORDING, recording_id)
    transcript = newest_version(db, recording.id)
    if recording.status is RecordingStatus.WITHDRAWN or transcript is None:
        raise NotFound
    of_transcript = select(TranscriptChange).filter_by(transcript_id=transcript.id)
    newest_first = of_transcript.order_by(TranscriptChange.created_at.desc(), TranscriptChange.id)
    cut = page_of(db.scalars(newest_first).all(), page)
    rows = rows_of(db, cut.rows)
    keys = {each.by_id for each in cut.rows} | {each.undone_by_id for each in cut.rows}
    people = {person.id: person for person in db.scalars(select(Person).where(Person.id.in_(keys)))}
    shown = {key: each[:PARTS_SHOWN] for key, each in rows.items()}
    wanted = {r.segment_id for each in shown.values() for r in each if not isinstance(r, VoiceNaming)}
    segments = {s.id: s for s in db.scalars(select(Segment).where(Segment.id.in_(wanted)))}
    steps = [
        Step(
            change,
            people[change.by_id],
            people.get(change.undone_by_id) if change.undone_by_id else None,
            [_part(row, segments) for row in shown[change.id]],
            len(rows[change.id]),
        )
        for change in cut.rows
    ]
    audit.note_reading(
        db, by, "read transcript changes", subject_id=recording.id, team_id=recording.case.team_id
    )
    return recording, Page(steps, cut.number, cut.total)


def _part(row: SpeakerNaming | VoiceNaming | WordCorrection, segments: dict[UUID, Segment]) -> Part:
    if isinstance(row, VoiceNaming):
        return Part(row.voice, row.role, None, "", None)
    segment = segments[row.segment_id]
    places = places_of(segment)
    first, last = row.first_word or 0, len(places) - 1 if row.last_word is None else row.last_word
    heard = segment.text[places[first][0] : places[last][1]]
    if isinstance(row, SpeakerNaming):
        return Part(None, row.role, segment, heard, None)
    return Part(None, None, segment, heard, row.text)
