"""What a person finds about one recording: its state, and its words if they may read them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from fidelity.permissions import Deed, may
from fidelity.queue import JobKind
from fidelity.usecases import audit, guard, jobs
from fidelity.usecases.cancel_recording import CAN_BE_CANCELLED, cancelling
from fidelity.usecases.errors import NotFound
from fidelity.usecases.expected_wait import Wait, expected_wait
from fidelity.usecases.retry_recording import CAN_BE_TRIED_AGAIN
from fidelity.usecases.versions import has_words, newest_version
from models import Person, Recording, RecordingStatus, Segment, SpeakerRole, Transcript


@dataclass(frozen=True)
class RecordingState:
    """How far the work is, and what the person may do about it."""

    recording: Recording
    #: 0 to 1; nothing while no worker has begun.
    progress: float | None
    wait: Wait | None
    can_cancel: bool
    can_retry: bool
    can_withdraw: bool
    #: Whether there are words to read, also while a new version is made.
    has_words: bool
    can_transcribe_again: bool


@dataclass(frozen=True)
class RecordingPage:
    """The state and the words. No transcript where there is none, or where it is closed."""

    state: RecordingState
    transcript: Transcript | None
    segments: Sequence[Segment] = field(repr=False)
    can_name_speakers: bool
    is_being_tagged: bool

    @property
    def has_named_therapist(self) -> bool:
        """Whether there is a turn from which suggestions can be made."""
        return any(segment.role is SpeakerRole.THERAPIST for segment in self.segments)

    @property
    def has_named_anyone(self) -> bool:
        """Whether the speaker of any turn is known."""
        return any(segment.role is not SpeakerRole.UNKNOWN for segment in self.segments)


def read_state(
    db: Session, *, by: Person, recording_id: UUID, to: Deed = Deed.HEAR_RECORDING
) -> RecordingState:
    """How far the work on a recording is, for somebody who wants ``to`` do something with it."""
    recording = guard.recording(db, by, to, recording_id)
    return _state(db, by, recording)


def read_recording(db: Session, *, by: Person, recording_id: UUID) -> RecordingPage:
    """State, newest transcript and turns. That the words were read is noted."""
    recording = guard.recording(db, by, Deed.HEAR_RECORDING, recording_id)
    transcript = _newest_transcript(db, recording)
    page = RecordingPage(
        state=_state(db, by, recording),
        transcript=transcript,
        segments=_segments(db, transcript),
        can_name_speakers=may(by, Deed.NAME_SPEAKERS, case=recording.case),
        is_being_tagged=_is_being_tagged(db, transcript),
    )
    if transcript is not None:
        _note(db, by, recording)
    return page


def read_turns(
    db: Session, *, by: Person, recording_id: UUID, first: int, count: int
) -> tuple[Recording, list[Segment], int]:
    """Some turns of the newest transcript, for saying who speaks; and how many there are in all."""
    recording = guard.recording(db, by, Deed.NAME_SPEAKERS, recording_id)
    transcript = _newest_transcript(db, recording)
    segments = _segments(db, transcript)
    if not segments or not 0 <= first < len(segments):
        raise NotFound
    _note(db, by, recording)
    return recording, list(segments[first : first + count]), len(segments)


def _state(db: Session, by: Person, recording: Recording) -> RecordingState:
    job = jobs.latest(db, JobKind.TRANSCRIBE, recording.id)
    may_change = may(by, Deed.UPLOAD_RECORDING, case=recording.case)
    status = recording.status
    return RecordingState(
        recording=recording,
        progress=job.progress if job and status is RecordingStatus.TRANSCRIBING else None,
        wait=expected_wait(db, recording, job),
        can_cancel=status in CAN_BE_CANCELLED and may(by, cancelling(db, recording.id), case=recording.case),
        can_retry=may_change and status in CAN_BE_TRIED_AGAIN,
        can_withdraw=may_change and status is not RecordingStatus.WITHDRAWN,
        has_words=status is not RecordingStatus.WITHDRAWN and has_words(db, recording.id),
        can_transcribe_again=not recording.is_in_hand
        and status is not RecordingStatus.WITHDRAWN
        and may(by, Deed.TRANSCRIBE_AGAIN, case=recording.case),
    )


def _newest_transcript(db: Session, recording: Recording) -> Transcript | None:
    if recording.status is RecordingStatus.WITHDRAWN:
        return None
    return newest_version(db, recording.id)


def _segments(db: Session, transcript: Transcript | None) -> Sequence[Segment]:
    if transcript is None:
        return ()
    turns = select(Segment).filter_by(transcript_id=transcript.id).order_by(Segment.position)
    return db.scalars(turns.options(selectinload(Segment.namings))).all()


def _is_being_tagged(db: Session, transcript: Transcript | None) -> bool:
    job = jobs.latest(db, JobKind.TAG_TRANSCRIPT, transcript.id) if transcript else None
    return job is not None and job.is_open


def _note(db: Session, by: Person, recording: Recording) -> None:
    audit.note_reading(db, by, "read transcript", subject_id=recording.id, team_id=recording.case.team_id)
