"""What a person finds about one recording: its state, and its words if they may read them."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from fidelity.permissions import Deed, may
from fidelity.queue import JobKind
from fidelity.transcripts.turns import EffectiveTurn
from fidelity.usecases import audit, guard, jobs
from fidelity.usecases.cancel_recording import CAN_BE_CANCELLED, cancelling
from fidelity.usecases.carried_changes import count_waiting_changes
from fidelity.usecases.expected_wait import Wait, expected_wait
from fidelity.usecases.read_transcript import TranscriptWords, words_of_transcript
from fidelity.usecases.retry_recording import CAN_BE_TRIED_AGAIN
from fidelity.usecases.versions import has_words, newest_version
from models import Job, JobStatus, Person, Recording, RecordingStatus, Segment, Transcript


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
    words: TranscriptWords | None
    is_being_tagged: bool
    #: What people had changed in an earlier version, and for which this one has no place.
    waiting_changes: int

    @property
    def turns(self) -> Sequence[EffectiveTurn]:
        """Who says what, as it stands."""
        return self.words.turns if self.words else ()


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
        words=words_of_transcript(db, by, recording, transcript) if transcript else None,
        is_being_tagged=_is_being_tagged(db, transcript),
        waiting_changes=count_waiting_changes(db, transcript.id) if transcript else 0,
    )
    if transcript is not None:
        audit.note_reading(db, by, "read transcript", subject_id=recording.id, team_id=recording.case.team_id)
    return page


def _state(db: Session, by: Person, recording: Recording) -> RecordingState:
    job = jobs.latest(db, JobKind.TRANSCRIBE, recording.id)
    may_change = may(by, Deed.UPLOAD_RECORDING, case=recording.case)
    status = recording.status
    return RecordingState(
        recording=recording,
        progress=job.progress if job and job.status is JobStatus.RUNNING and recording.is_in_hand else None,
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


def _is_being_tagged(db: Session, transcript: Transcript | None) -> bool:
    if transcript is None:
        return False
    turns = select(Segment.id).where(Segment.transcript_id == transcript.id)
    kinds = (JobKind.TAG_TRANSCRIPT.name, JobKind.TAG_SEGMENT.name)
    open_jobs = select(Job.id).where(
        Job.kind.in_(kinds),
        Job.status.in_((JobStatus.WAITING, JobStatus.RUNNING)),
        or_(Job.subject_id == transcript.id, Job.subject_id.in_(turns)),
    )
    return db.scalars(open_jobs.limit(1)).first() is not None
