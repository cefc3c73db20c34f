"""Says to people that a piece of work has failed for good, and what they can do."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from fidelity.queue import JobKind
from fidelity.usecases.versions import has_words
from models import Attempt, Job, LearnedTagger, Recording, RecordingStatus, Transcript

#: Of a new version, where an earlier one has words.
NOTHING_HEARD = "No speech was found this time, so no new version was made."
_ENOUGH_TRIES = (
    "The recording could not be transcribed after several tries{because}. It is safe. "
    "Choose “Try again”, or tell your administrator."
)
_NOTHING_LEARNED = "Nothing was learned after several tries{because}. What is in use stays as it is."
_NO_NEW_VERSION = "No new version could be made after several tries{because}. The words are as they were."
#: Why, by the class of the last trouble; of any other, nothing is said that a person could use.
_BECAUSE = {
    "WorkerDied": "the work was cut off each time, perhaps for want of memory",
    "MemoryError": "the machine has too little memory",
    "DiskFull": "there was no room left on the machine’s disk",
    "OSError": "the machine’s disk could not be read or written",
    "FileNotFoundError": "the sound could not be found on the machine’s disk",
    "PermissionError": "the machine may not read or write its own files",
    "OperationalError": "the machine’s database did not answer in time",
    "MissingModel": "a file that the machine needs for this is missing",
    "WrongModelFile": "a file that the machine needs for this is not the right one",
    "StrayModelFile": "a file that the machine needs for this is not the right one",
    "JobTimeoutException": "it took longer than it may",
}


def give_up(db: Session, job: Job, sentence: str | None = None) -> None:
    """Part of the caller's transaction. A transcript that is there stays, whatever came after it.

    ``sentence``: what is wrong with the recording itself; nothing where the tries have been enough.
    """
    match JobKind[job.kind]:
        case JobKind.TRANSCRIBE:
            recording = db.get(Recording, job.subject_id)
            if recording is None or not recording.is_in_hand:
                return
            if has_words(db, recording.id):
                kept = f"The words are as they were. {sentence}" if sentence else _NO_NEW_VERSION
                recording.status = RecordingStatus.READY
            else:
                kept = sentence or _ENOUGH_TRIES
                recording.status = RecordingStatus.FAILED
            recording.failure = kept.replace("{because}", _because(db, job))
        case JobKind.TAG_TRANSCRIPT | JobKind.TAG_TRANSCRIPT_AGAIN:
            transcript = db.get(Transcript, job.subject_id)
            if transcript is not None and transcript.recording.status is RecordingStatus.TAGGING:
                transcript.recording.status = RecordingStatus.READY
        case JobKind.LEARN:
            if learned := db.get(LearnedTagger, job.subject_id):
                learned.failure = _NOTHING_LEARNED.replace("{because}", _because(db, job))
        case JobKind.TAG_SEGMENT | JobKind.TAG_NOTE | JobKind.TAG_NOTE_AGAIN:
            pass  # the words are there to be read; a note's page shows that its job has failed
        case JobKind.AGREEMENT | JobKind.DIGEST:
            pass  # the last report stays; what waits for somebody stands on their own pages


def _because(db: Session, job: Job) -> str:
    newest = select(Attempt.trouble).filter_by(job_id=job.id).order_by(Attempt.started_at.desc()).limit(1)
    reason = _BECAUSE.get(db.scalar(newest) or "")
    return f", because {reason}" if reason else ""
