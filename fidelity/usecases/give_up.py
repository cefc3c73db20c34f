"""Says to people that a piece of work has failed for good, and what they can do."""

from sqlalchemy.orm import Session

from fidelity.queue import JobKind
from fidelity.usecases.versions import has_words
from models import Job, Recording, RecordingStatus, Transcript

ENOUGH_TRIES = (
    "The recording could not be transcribed after several tries. It is safe. "
    "Choose “Try again”, or tell your administrator."
)
#: Of a new version, where an earlier one has words.
NOTHING_HEARD = "No speech was found this time, so no new version was made."
_NO_NEW_VERSION = "No new version could be made after several tries. The words are as they were."


def give_up(db: Session, job: Job, sentence: str = ENOUGH_TRIES) -> None:
    """Part of the caller's transaction. A transcript that is there stays, whatever came after it."""
    match JobKind[job.kind]:
        case JobKind.TRANSCRIBE:
            recording = db.get(Recording, job.subject_id)
            if recording is None or not recording.is_in_hand:
                return
            if has_words(db, recording.id):
                recording.status, recording.failure = RecordingStatus.READY, _of_new_version(sentence)
            else:
                recording.status, recording.failure = RecordingStatus.FAILED, sentence
        case JobKind.TAG_TRANSCRIPT:
            transcript = db.get(Transcript, job.subject_id)
            if transcript is not None and transcript.recording.status is RecordingStatus.TAGGING:
                transcript.recording.status = RecordingStatus.READY
        case JobKind.TAG_SEGMENT:
            pass  # the turn is there to be read, and its words are what people said
        case JobKind.TAG_NOTE:
            pass  # the note is there to be read; the page shows that its job has failed


def _of_new_version(sentence: str) -> str:
    return _NO_NEW_VERSION if sentence == ENOUGH_TRIES else f"The words are as they were. {sentence}"
