"""What the speech code gives and takes. No library is imported, so use-cases and pages may read this."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from typing import Protocol

#: Takes the part done, 0 to 1. May raise to stop the work.
Progress = Callable[[float], None]

#: ISO 639's code for "undetermined": nobody spoke and no language was given.
UNKNOWN_LANGUAGE = "und"


@dataclass(frozen=True)
class Word:
    """Times in seconds from the start of the decoded sound; probability 0 to 1, the recogniser's own."""

    start: float
    end: float
    text: str
    probability: float


@dataclass(frozen=True)
class Utterance:
    """A stretch of speech. ``text`` is its words joined by single spaces, so offsets can be counted."""

    start: float
    end: float
    text: str
    words: tuple[Word, ...]
    #: Which voice, where voices were told apart.
    speaker: str | None = None
    #: ``therapist``, ``caregiver``, ``youth``, ``other`` or ``unknown``.
    role: str = "unknown"
    #: Why the words are probably not what was said; nothing when they are not suspect.
    suspect: str | None = None


@dataclass(frozen=True)
class Transcription:
    """One run of one recogniser over one file."""

    duration: float
    #: ISO 639-1 code, as given or as heard; UNKNOWN_LANGUAGE when neither.
    language: str
    #: Time covered by words ÷ time with a voice in it, 0 to 1; nothing where there was no voice.
    coverage: float | None
    model: str
    engine: str
    #: Everything that the words depend on beside model and sound.
    settings: Mapping[str, str | int | float | bool]
    utterances: tuple[Utterance, ...] = field(repr=False)


@dataclass(frozen=True)
class AudioFacts:
    """What a file holds, found without decoding it all."""

    duration_seconds: float
    codec: str
    container: str
    channels: int
    sample_rate: int


class AudioProblem(Enum):
    """Why a file cannot be used."""

    EMPTY = "empty"
    NOT_AUDIO = "not_audio"
    NO_SOUND = "no_sound"
    TRUNCATED = "truncated"
    ENCRYPTED = "encrypted"
    TOO_LONG = "too_long"
    DAMAGED = "damaged"


class UnreadableAudio(Exception):
    """The file cannot be used. ``sentence`` tells a person why and what to do, for a field: no full stop."""

    def __init__(self, reason: AudioProblem, *, limit_seconds: int = 0) -> None:
        self.reason = reason
        self.sentence = _SENTENCES[reason].format(limit=length_in_words(limit_seconds))
        super().__init__(self.sentence)


_SENTENCES = {
    AudioProblem.EMPTY: "The selected file is empty: choose another copy of the recording",
    AudioProblem.NOT_AUDIO: (
        "The selected file is not a sound recording: choose an M4A, MP3, WAV, WEBM, OGG, AMR, 3GP, MP4, WMA, "
        "FLAC or AIFF file"
    ),
    AudioProblem.NO_SOUND: "The selected file has pictures but no sound: choose a file that has sound",
    AudioProblem.TRUNCATED: (
        "The selected file is incomplete, part of it is missing: copy it again from where it was recorded"
    ),
    AudioProblem.ENCRYPTED: (
        "The selected file is locked by a password or copy protection: choose a copy that is not locked"
    ),
    AudioProblem.TOO_LONG: (
        "The selected recording is longer than {limit}, the most we can take: split it and upload each part"
    ),
    AudioProblem.DAMAGED: "We could not read the sound in the selected file: save it again as an MP3 or WAV",
}


def length_in_words(seconds: int) -> str:
    """``4 hours``, ``1 hour 30 minutes``, ``45 seconds``."""
    units = (("hour", seconds // 3600), ("minute", seconds // 60 % 60), ("second", seconds % 60))
    return " ".join(f"{n} {unit}{'s' if n != 1 else ''}" for unit, n in units if n) or "0 seconds"


class Transcriber(Protocol):
    """What a use-case needs of a recogniser."""

    def transcribe(
        self, path: Path, *, language: str | None, progress: Progress, people: int | None = None
    ) -> Transcription:
        """Hear the words of a file. ``language`` nothing: find it out; ``people``: how many voices to expect.

        Raises UnreadableAudio, and whatever ``progress`` raises.
        """


class ProbeAudio(Protocol):
    """What a use-case needs to look at a file before it is kept."""

    def __call__(self, path: Path, *, limit_seconds: int) -> AudioFacts:
        """Say what the file holds, or raise UnreadableAudio."""


class MakePlayback(Protocol):
    """What a use-case needs to make the copy that people listen to."""

    def __call__(self, source: Path, copy_path: Path, peaks_path: Path, progress: Progress) -> float:
        """Write the copy and its peaks; return the length in seconds, or raise UnreadableAudio."""
