"""How the machine's work is said on the page for administrators."""

from fidelity.usecases.read_work import LastHeard, WorkerNow
from models import JobStatus, Outcome

KINDS = {
    "TRANSCRIBE": "Transcribe a recording",
    "TAG_TRANSCRIPT": "Look for principles in a transcript",
    "TAG_SEGMENT": "Look for principles in a turn that was changed",
    "TAG_NOTE": "Look for principles in a case note",
    "LEARN": "Learn from what was decided",
    "DIGEST": "Tell a person by email how much waits",
    "AGREEMENT": "Work out how far a team’s raters agree",
    "TAG_TRANSCRIPT_AGAIN": "Look again for principles in a transcript",
    "TAG_NOTE_AGAIN": "Look again for principles in a case note",
}
STATUSES = {
    JobStatus.WAITING: "Waiting",
    JobStatus.RUNNING: "Being done",
    JobStatus.DONE: "Done",
    JobStatus.FAILED: "Failed",
    JobStatus.CANCELLED: "Cancelled",
}
OUTCOMES = {
    Outcome.DONE: "Done",
    Outcome.TROUBLE: "Will be tried again",
    Outcome.FAILED: "Failed",
    Outcome.CANCELLED: "Cancelled",
    Outcome.STRANDED: "Worker stopped",
}
_TROUBLES = {
    "WorkerDied": "The worker stopped in the middle: the machine was restarted, or ran out of memory.",
    "UnreadableAudio": "The file is not a recording that can be read. Trying again will not help.",
    "MissingModel": "A model is not there. Run “fidelity models fetch”.",
    "WrongModelFile": "A model’s file is not the one that was reviewed. Run “fidelity models fetch”.",
    "StrayModelFile": "A model’s folder holds a file that nobody reviewed. Run “fidelity doctor”.",
    "MemoryError": "There was not enough memory.",
    "DiskFull": "There was not enough room on the disk.",
    "OperationalError": "The database did not answer in time.",
    "FileNotFoundError": "A file that should be in the data folder is gone.",
    "PermissionError": "A file or folder may not be read or written. Run “fidelity doctor”.",
    "OSError": "The disk could not be read or written.",
    "JobTimeoutException": "It took longer than it may.",
    "QueueAway": "The queue server did not answer.",
    "MailServerAway": "The mail server could not be reached, or not safely. Run “fidelity doctor”.",
    "MailRefused": "The mail server did not take the message. Run “fidelity doctor”.",
    "RuntimeError": "The recogniser or the language model stopped. Often memory was short; see the log.",
    "TimeoutError": "Something did not answer in time.",
    "ConnectionError": "The queue server or the database could not be reached.",
    "InterfaceError": "The connection to the database was lost.",
    "DatabaseError": "The database answered with an error; see the log.",
    "IntegrityError": "The database refused what was to be kept; see the log.",
}
_STATES = {
    "idle": "Waits for work",
    "busy": "Working",
    "started": "Starting",
    "suspended": "Paused",
}
_DEVICES = {"cpu": "processor", "cuda": "graphics card"}


def trouble(name: str | None) -> str:
    """A class of trouble in words, or its name where nobody has met it yet."""
    return _TROUBLES.get(name, f"Trouble of the kind {name}; see the log.") if name else ""


def doing(worker: WorkerNow) -> str:
    """What a worker does now, in a few words: ``Transcribe a recording, 40%``."""
    if worker.kind is None:
        return _STATES.get(worker.state, worker.state)
    return f"{KINDS.get(worker.kind, worker.kind)}, {int(worker.progress * 100)}%"


def heard_with(last: LastHeard) -> str:
    """``whisper-base on the processor (int8)``."""
    device = f" on the {_DEVICES.get(last.device, last.device)}" if last.device else ""
    return last.model + device + (f" ({last.precision})" if last.precision else "")
