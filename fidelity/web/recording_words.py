"""What the state of a recording means, and how long it should take, in plain sentences."""

import math

from fidelity.consultation import LOCAL, clock_time
from fidelity.settings import GIB, MIB
from fidelity.usecases.expected_wait import Wait
from fidelity.usecases.read_recording import RecordingState
from models import RecordingStatus

_SENTENCES = {
    RecordingStatus.WAITING: "Your recording is safe. It waits for the machine to write down what was said.",
    RecordingStatus.TRANSCRIBING: "The machine is writing down what was said. You may close this page.",
    RecordingStatus.TAGGING: "The words are written down. The machine is looking for principles in them.",
    RecordingStatus.READY: "The words are written down. They may hold mistakes, so listen where it matters.",
    RecordingStatus.NO_SPEECH: (
        "No speech was found. Listen to the recording. If you hear people speak, try again, "
        "or upload a louder copy."
    ),
    RecordingStatus.CANCELLED: (
        "The work was cancelled. The audio is still here. Choose “Try again” to have it written down."
    ),
    RecordingStatus.WITHDRAWN: (
        "This recording was withdrawn. Its audio was deleted, and its words can no longer be read."
    ),
}
_NEW_VERSION = {
    RecordingStatus.WAITING: (
        "A new version of the words waits for the machine. Until it is there, you can work with this one."
    ),
    RecordingStatus.TRANSCRIBING: (
        "The machine is making a new version of the words. Until it is there, you can work with this one."
    ),
}
_WITHOUT_REASON = "The recording could not be written down. Try again, or tell your administrator."


def state_sentence(state: RecordingState) -> str:
    """What has become of the recording, and what to do."""
    recording = state.recording
    if recording.status is RecordingStatus.FAILED:
        return recording.failure or _WITHOUT_REASON
    if recording.status is RecordingStatus.READY and recording.failure:
        return recording.failure
    if state.wait and state.wait.again_at and not state.has_words:
        return _SENTENCES[RecordingStatus.WAITING]
    if state.has_words and recording.status in _NEW_VERSION:
        return _NEW_VERSION[recording.status]
    return _SENTENCES[recording.status]


def wait_sentence(state: RecordingState) -> str:
    """Its place and the time it should take; empty where nothing was measured or nothing is left to do."""
    wait, status = state.wait, state.recording.status
    if wait is None:
        return ""
    if wait.again_at is not None:
        return (
            "It did not work the last time. That can pass, "
            f"so it will be tried again at {clock_time(wait.again_at.astimezone(LOCAL).time())}."
        )
    if status is RecordingStatus.WAITING:
        return f"{_before_it(wait)} {_when(wait)}".strip()
    if status is RecordingStatus.TRANSCRIBING and wait.seconds:
        return f"It should be done in {roughly(wait.seconds)}."
    return ""


def _when(wait: Wait) -> str:
    if not wait.seconds:
        return ""
    takes = roughly(wait.seconds)
    if not wait.starts_in:
        return f"It should take {takes} once it has started."
    return f"It should start in {roughly(wait.starts_in)} and then take {takes}."


def _before_it(wait: Wait) -> str:
    if wait.before_it == 0:
        return "It is next."
    if wait.before_it == 1:
        return "1 recording waits before it."
    return f"{wait.before_it} recordings wait before it."


def roughly(seconds: float) -> str:
    """A length of time no more exact than a forecast can be: ``about 3 minutes``."""
    if seconds <= 60:
        return "less than a minute"
    minutes = math.ceil(seconds / 60)
    if minutes < 60:
        return f"about {minutes} minutes"
    hours, rest = divmod(5 * math.ceil(minutes / 5), 60)
    return f"about {hours} hour{'s' if hours > 1 else ''}" + (f" {rest} minutes" if rest else "")


def size_in_words(size_bytes: int) -> str:
    """``2 GB``, ``350 MB``, as file managers count."""
    if size_bytes >= GIB:
        return f"{size_bytes / GIB:.1f}".removesuffix(".0") + " GB"
    return f"{max(1, round(size_bytes / MIB))} MB"
