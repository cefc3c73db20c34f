"""What the speech code gives and takes. No library is imported, so use-cases and pages may read this."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from enum import Enum
from pathlib import Path
from typing import Any, Protocol, Self

#: Takes the part done, 0 to 1. May raise to stop the work.
Progress = Callable[[float], None]

#: ISO 639's code for "undetermined": nobody spoke and no language was given.
UNKNOWN_LANGUAGE = "und"

#: How a window was heard in the end, as it stands in the database, and what it means.
HOW: Mapping[str, str] = {
    "batched": "several half minutes at once, pauses left out",
    "unfiltered": "with its pauses, because words seemed to be missing",
    "sequential": "one stretch after the other, because words seemed to be missing",
    "smaller": "in smaller pieces, because words seemed to be missing",
}


@dataclass(frozen=True)
class Word:
    """Times in seconds from the start of the decoded sound; probability 0 to 1, the recogniser's own."""

    start: float
    end: float
    text: str
    probability: float


@dataclass(frozen=True)
class Passage:
    """What the recogniser wrote down in one go, up to half a minute, and what it says of its certainty."""

    words: tuple[Word, ...]
    #: Mean logarithm of the probability of its tokens: 0 is certain, -1 is poor.
    log_probability: float
    #: That nobody speaks at all, 0 to 1.
    no_speech_probability: float
    #: Length of the text ÷ its length when compressed: high where it repeats itself.
    compression_ratio: float

    @property
    def start(self) -> float:
        """Seconds at which its first word starts."""
        return self.words[0].start

    @property
    def end(self) -> float:
        """Seconds at which its last word ends."""
        return self.words[-1].end


@dataclass(frozen=True)
class Gap:
    """A stretch, in seconds, with a voice in it for which no words were found."""

    start: float
    end: float


@dataclass(frozen=True)
class Utterance:
    """A stretch of speech. ``text`` is its words joined by single spaces, so offsets can be counted."""

    start: float
    end: float
    text: str
    words: tuple[Word, ...]
    #: Which voice, ``A``, ``B``, …, where voices were told apart.
    voice: str | None = None
    #: ``therapist``, ``caregiver``, ``youth``, ``other`` or ``unknown``.
    role: str = "unknown"
    #: How sure the machine is of the role, 0 to 1; nothing where it makes no guess.
    role_probability: float | None = None
    #: Why the words are probably not what was said; nothing when they are not suspect.
    suspect: str | None = None


@dataclass(frozen=True)
class HeardWindow:
    """A few minutes of a recording, heard: kept before the next is begun."""

    position: int
    start: float
    end: float
    #: ISO 639-1 code of what was heard.
    language: str
    #: A word of HOW.
    how: str
    #: Time with a voice in it, and the part of it that has words, 0 to 1; nothing where there is no voice.
    voiced_seconds: float
    coverage: float | None
    utterances: tuple[Utterance, ...] = field(repr=False)
    gaps: tuple[Gap, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """What JSON can hold, for keeping."""
        return asdict(self)

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Self:
        """The window that ``as_json`` wrote down."""
        utterances = tuple(
            Utterance(**{**each, "words": tuple(Word(**word) for word in each["words"])})
            for each in kept["utterances"]
        )
        gaps = tuple(Gap(**gap) for gap in kept["gaps"])
        return cls(**{**kept, "utterances": utterances, "gaps": gaps})


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
    #: Where words are missing, whatever was tried.
    gaps: tuple[Gap, ...] = ()


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


class ProbeAudio(Protocol):
    """What a use-case needs to look at a file before it is kept."""

    def __call__(self, path: Path, *, limit_seconds: int) -> AudioFacts:
        """Say what the file holds, or raise UnreadableAudio."""


class MakePlayback(Protocol):
    """What a use-case needs to make the copy that people listen to."""

    def __call__(self, source: Path, copy_path: Path, peaks_path: Path, progress: Progress) -> float:
        """Write the copy and its peaks; return the length in seconds, or raise UnreadableAudio."""
