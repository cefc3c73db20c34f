"""What turns sound into a transcript, as a use-case sees it: handed in by the worker, no library imported."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from fidelity.speech.roles.types import Present
from fidelity.speech.types import HeardWindow, MakePlayback, Progress, Transcription


@dataclass(frozen=True)
class Manner:
    """How a recording is to be heard: the same again whenever it is gone on with."""

    #: Nothing: English or Welsh, found out window by window.
    language: str | None = None
    #: Names and terms that the recogniser would not know.
    hotwords: tuple[str, ...] = ()
    #: Half minutes in a window; nothing: as the machine likes.
    chunks: int | None = None
    #: Where to keep what was found out about the voices, for going on later.
    track_path: Path | None = None


#: Keeps a window that is done. May raise to stop the work.
Keep = Callable[[HeardWindow], None]


class Transcriber(Protocol):
    """What a use-case needs of a recogniser."""

    @property
    def model(self) -> str:
        """Name of the recogniser's model."""

    @property
    def chunks(self) -> int:
        """How many half minutes this machine puts into a window, where that is not settled yet."""

    def transcribe(
        self, path: Path, *, manner: Manner, heard: Sequence[HeardWindow], keep: Keep, progress: Progress
    ) -> Transcription:
        """Hear the words of a file, window by window; each is kept before the next is begun.

        Windows that were ``heard`` before with the same manner are not heard again. Raises UnreadableAudio,
        and whatever ``progress`` and ``keep`` raise.
        """


class NameSpeakers(Protocol):
    """What a use-case needs to find out who speaks."""

    def __call__(
        self,
        path: Path,
        heard: Transcription,
        *,
        track_path: Path | None,
        people: int | None,
        present: Present | None,
        progress: Progress,
    ) -> Transcription:
        """Return the same words with voices and roles, as far as they can be told.

        ``people``: how many voices to expect; ``present``: who was there, where that is known. Raises what
        ``progress`` raises.
        """


@dataclass(frozen=True)
class SpeechTools:
    """What a use-case needs to turn sound into a transcript, handed in by the worker."""

    make_playback: MakePlayback
    #: The recogniser with a model of this name; may raise where its files are not there.
    transcriber_of: Callable[[str], Transcriber]
    name_speakers: NameSpeakers
