"""Says who speaks in a transcript, because only the therapist's words are tagged."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from fidelity.permissions import Deed
from fidelity.queue import JobKind, JobQueue
from fidelity.usecases import audit, guard, jobs
from fidelity.usecases.errors import NotFound
from models import (
    ChangeKind,
    Person,
    Recording,
    RecordingStatus,
    Segment,
    SpeakerNaming,
    SpeakerRole,
    Transcript,
    TranscriptChange,
)


def name_speakers(
    db: Session, queue: JobQueue, *, by: Person, recording_id: UUID, roles: Mapping[UUID, SpeakerRole]
) -> dict[UUID, SpeakerRole]:
    """Name the speaker of each segment, then ask for the transcript to be tagged again.

    Gives back who was named before, for those that changed: to undo, name them so again. A suspect
    segment may be named; it is never tagged. All segments must be of one transcript of the recording.
    """
    recording = guard.recording(db, by, Deed.NAME_SPEAKERS, recording_id)
    # Two clicks take turns, so that the second finds what the first has said.
    db.execute(select(Recording.id).where(Recording.id == recording.id).with_for_update())
    if recording.status is RecordingStatus.WITHDRAWN:
        raise NotFound
    of_recording = select(Segment).join(Transcript).where(Transcript.recording_id == recording.id)
    segments = list(db.scalars(of_recording.where(Segment.id.in_(roles))))
    transcripts = {segment.transcript_id for segment in segments}
    if len(segments) != len(roles) or len(transcripts) != 1:
        raise NotFound

    before = {segment.id: segment.role for segment in segments if segment.role is not roles[segment.id]}
    if not before:
        db.rollback()
        return {}
    transcript_id = transcripts.pop()
    change = TranscriptChange(transcript_id=transcript_id, kind=ChangeKind.NAMED_TURNS, by_id=by.id)
    db.add(change)
    db.flush()
    db.add_all(SpeakerNaming(segment_id=key, role=roles[key], change_id=change.id) for key in before)
    audit.note(db, by, "named speakers", subject_id=recording.id, team_id=recording.case.team_id)
    job = jobs.ask(db, JobKind.TAG_TRANSCRIPT, transcript_id)
    db.commit()
    jobs.send(db, queue, job)
    return before
