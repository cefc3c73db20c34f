"""What every change of a transcript has in common: who may, one at a time, one step, then new suggestions."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from fidelity.permissions import Deed
from fidelity.queue import JobKind, JobQueue
from fidelity.transcripts.turns import EffectiveTurn
from fidelity.usecases import audit, guard, jobs
from fidelity.usecases.carry_changes import carry_step
from fidelity.usecases.errors import NotFound
from fidelity.usecases.retire_suggestions import retire_unfit
from fidelity.usecases.standing_turns import standing_turns
from fidelity.usecases.versions import newest_version
from models import (
    ChangeKind,
    Job,
    Person,
    Recording,
    RecordingStatus,
    Segment,
    SpeakerNaming,
    Transcript,
    TranscriptChange,
    VoiceNaming,
    WordCorrection,
)

Row = SpeakerNaming | VoiceNaming | WordCorrection
#: For more segments than this one job looks at the whole transcript.
MOST_SEGMENT_JOBS = 5


@dataclass(frozen=True)
class Open:
    """A recording whose transcript this person may change, held until the transaction ends."""

    recording: Recording
    transcript: Transcript


def open_transcript(db: Session, by: Person, deed: Deed, recording_id: UUID, transcript_id: UUID) -> Open:
    """Let the person through and wait for whoever changes it just now; NotFound where it is closed."""
    recording = guard.recording(db, by, deed, recording_id)
    # Two people take turns, so that the second finds what the first has done.
    db.refresh(recording, with_for_update={"of": Recording})
    transcript = db.get(Transcript, transcript_id)
    if recording.status is RecordingStatus.WITHDRAWN or transcript is None:
        raise NotFound
    if transcript.recording_id != recording.id:
        raise NotFound
    return Open(recording, transcript)


def transcript_of(db: Session, segment_ids: Collection[UUID]) -> UUID:
    """The one transcript of which all these are segments; NotFound otherwise."""
    rows = db.execute(select(Segment.id, Segment.transcript_id).where(Segment.id.in_(segment_ids))).all()
    transcripts = {transcript_id for _, transcript_id in rows}
    if len(rows) != len(set(segment_ids)) or len(transcripts) != 1:
        raise NotFound
    return transcripts.pop()


def turns_by_segment(
    db: Session, opened: Open, segment_ids: Collection[UUID]
) -> dict[UUID, list[EffectiveTurn]]:
    """The turns of some segments as they stand now."""
    found: dict[UUID, list[EffectiveTurn]] = {key: [] for key in segment_ids}
    few = segment_ids if len(segment_ids) <= MOST_SEGMENT_JOBS else None
    key = opened.transcript.id
    for turn in standing_turns(db, [key], of_segments=few)[key]:
        if turn.segment.id in found:
            found[turn.segment.id].append(turn)
    return found


def keep_step(
    db: Session,
    queue: JobQueue,
    *,
    by: Person,
    opened: Open,
    kind: ChangeKind,
    rows: Sequence[Row],
    what: str,
) -> TranscriptChange:
    """Add the step with its rows, note ``what`` was done, commit, and ask for suggestions."""
    change = TranscriptChange(transcript_id=opened.transcript.id, kind=kind, by_id=by.id)
    db.add(change)
    db.flush()
    for row in rows:
        row.change_id = change.id
    db.add_all(rows)
    db.flush()
    segment_ids = segments_in(rows)
    newest = newest_version(db, opened.recording.id)
    if newest is not None and newest.id != opened.transcript.id:
        # The page was opened before the new version came: the step goes with it.
        carry_step(db, change, opened.transcript, newest)
        opened, segment_ids = Open(opened.recording, newest), None
    settle(db, queue, by=by, opened=opened, segment_ids=segment_ids, what=what)
    return change


def segments_in(rows: Sequence[Row]) -> set[UUID] | None:
    """The segments that a step touches; nothing: a voice, so it may be any."""
    if any(isinstance(row, VoiceNaming) for row in rows):
        return None
    return {row.segment_id for row in rows if not isinstance(row, VoiceNaming)}


def settle(
    db: Session, queue: JobQueue, *, by: Person, opened: Open, segment_ids: set[UUID] | None, what: str
) -> None:
    """After rows have changed: retire what no longer fits, note, commit, ask for suggestions."""
    recording, key = opened.recording, opened.transcript.id
    few = segment_ids if segment_ids is not None and len(segment_ids) <= MOST_SEGMENT_JOBS else None
    retire_unfit(db, recording.week_id, standing_turns(db, [key], of_segments=few)[key])
    audit.note(db, by, what, subject_id=recording.id, team_id=recording.case.team_id)
    asked: list[Job] = (
        [jobs.ask(db, JobKind.TAG_TRANSCRIPT, key, by_id=by.id)]
        if few is None
        else [jobs.ask(db, JobKind.TAG_SEGMENT, each, by_id=by.id) for each in sorted(few)]
    )
    db.commit()
    for job in asked:
        jobs.send(db, queue, job)
