"""Says to people that a piece of work has failed for good, and what they can do."""

from sqlalchemy.orm import Session

from fidelity.queue import JobKind
from models import Job, Recording, RecordingStatus, Transcript

ENOUGH_TRIES = (
    "The recording could not be transcribed after several tries. It is safe. "
    "Choose “Try again”, or tell your administrator."
)


def give_up(db: Session, job: Job, sentence: str = ENOUGH_TRIES) -> None:
    """Part of the caller's transaction. A transcript that is there stays, whatever came after it."""
    match JobKind[job.kind]:
        case JobKind.TRANSCRIBE:
            recording = db.get(Recording, job.subject_id)
            if recording is not None and recording.is_in_hand:
                recording.status, recording.failure = RecordingStatus.FAILED, sentence
        case JobKind.TAG_TRANSCRIPT:
            transcript = db.get(Transcript, job.subject_id)
            if transcript is not None and transcript.recording.status is RecordingStatus.TAGGING:
                transcript.recording.status = RecordingStatus.READY
        case JobKind.TAG_NOTE:
            pass  # the note is there to be read; the page shows that its job has failed
