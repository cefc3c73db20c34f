"""The only file that knows faster-whisper."""

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from importlib.metadata import version
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any

import numpy as np

# Models are folders here, checked before they are loaded: the hub is never asked for anything.
os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"

from faster_whisper import BatchedInferencePipeline, WhisperModel
from faster_whisper.audio import pad_or_trim
from faster_whisper.transcribe import Segment
from faster_whisper.transcribe import Word as HeardWord

from fidelity.speech.machine import Machine
from fidelity.speech.types import Passage, Word
from fidelity.speech.voiced import RATE, as_sound
from fidelity.speech.window_sound import WindowSound
from fidelity.speech.windows import Chunk, Clock

BEAM_SIZE = 5


class Whisper:
    """Hears the words of a window. ``folder`` must have been checked: see fidelity.weights.check.verified."""

    def __init__(self, folder: Path, *, model: str, machine: Machine) -> None:
        self._folder = folder
        self.model = model
        self.machine = machine
        self.engine = f"faster-whisper {version('faster-whisper')}"

    def load(self) -> None:
        """Load the model now instead of with the first window."""
        self._loaded()

    @property
    def settings(self) -> dict[str, str | int | float | bool]:
        """Everything that the words depend on beside model and sound."""
        return {
            "device": self.machine.device, "compute_type": self.machine.precision, "beam_size": BEAM_SIZE,
            "batch_size": self.machine.batch, "condition_on_previous_text": False,
        }  # fmt: skip

    @property
    def is_multilingual(self) -> bool:
        """Whether it hears other languages than English."""
        return bool(self._loaded().model.model.is_multilingual)

    def languages(self, sound: WindowSound) -> list[Mapping[str, float]]:
        """The probability of each language it knows, for each chunk of the window.

        Nearly free where the same window is then heard in a batch: the model encodes it once for both.
        """
        model = self._encoder()
        features = [
            pad_or_trim(model.feature_extractor(as_sound(sound.of(chunk)))[..., :-1])
            for chunk in sound.window.chunks
        ]
        found = model.model.detect_language(model.encode_for_later(np.stack(features)))
        return [{token.strip("<|>"): float(part) for token, part in chunk} for chunk in found]

    def together(
        self, sound: WindowSound, chunks: Sequence[Chunk], *, language: str, hotwords: str | None
    ) -> Iterator[Passage]:
        """Hear chunks side by side, as many as the machine takes. The work is done as the words are read."""
        pieces = [sound.of(chunk) for chunk in chunks]
        ends = accumulate((len(piece) for piece in pieces), initial=0)
        # Half a sample more, because the library rounds down what it multiplies again.
        clips = [{"start": (start + 0.5) / RATE, "end": (end + 0.5) / RATE} for start, end in pairwise(ends)]
        segments, _ = self._loaded().transcribe(
            as_sound(np.concatenate(pieces)),
            language=language,
            beam_size=BEAM_SIZE,
            batch_size=self.machine.batch,
            clip_timestamps=clips,
            vad_filter=False,
            word_timestamps=True,
            hotwords=hotwords,
        )
        return _passages(segments, chunks)

    def in_turn(
        self, sound: WindowSound, chunks: Sequence[Chunk], *, language: str, hotwords: str | None
    ) -> Iterator[Passage]:
        """Hear the chunks one after the other, each from where the words of the one before end.

        Without the library's further tries at random: they take longer, leave less to believe
        (docs/measurements/invented.md), and give other words each time.
        """
        segments, _ = self._loaded().model.transcribe(
            as_sound(np.concatenate([sound.of(chunk) for chunk in chunks])),
            language=language,
            beam_size=BEAM_SIZE,
            temperature=0.0,
            condition_on_previous_text=False,
            word_timestamps=True,
            hotwords=hotwords,
        )
        return _passages(segments, chunks)

    def _loaded(self) -> BatchedInferencePipeline:
        return load_model(self._folder, self.machine)

    def _encoder(self) -> "_Model":
        model = self._loaded().model
        assert isinstance(model, _Model), "it is what load_model loads"  # noqa: S101
        return model


class _Model(WhisperModel):
    """Encodes once what is needed twice: for finding out the language, and for the words."""

    _later: tuple[Any, Any] | None = None

    def encode_for_later(self, features: Any) -> Any:
        """Encode, and have it ready if the next to be encoded is the same."""
        encoded = self.encode(features)
        self._later = (features, encoded)
        return encoded

    def encode(self, features: Any) -> Any:
        """As the library has it, which calls this for what it hears."""
        ready, self._later = self._later, None
        if ready is not None and np.array_equal(ready[0], features):
            return ready[1]
        return super().encode(features)


@lru_cache(maxsize=1)
def load_model(folder: Path, machine: Machine) -> BatchedInferencePipeline:
    """Load once per process, and let go of the one before. Call in the worker, never at import."""
    model = _Model(
        str(folder),
        device=machine.device,
        compute_type=machine.precision,
        cpu_threads=machine.threads,
        local_files_only=True,
    )
    return BatchedInferencePipeline(model)  # type: ignore[no-untyped-call]


def _passages(segments: Iterable[Segment], chunks: Sequence[Chunk]) -> Iterator[Passage]:
    """In seconds of the recording. The work happens here, as the generator is read."""
    clock = Clock([voice for chunk in chunks for voice in chunk.voices])
    for segment in segments:
        words = tuple(_words(segment.words or (), clock))
        if words:
            yield Passage(
                words=words,
                log_probability=float(segment.avg_logprob),
                no_speech_probability=float(segment.no_speech_prob),
                compression_ratio=float(segment.compression_ratio),
            )


def _words(heard: Iterable[HeardWord], clock: Clock) -> Iterator[Word]:
    """Whole words in order of time: what stands without a space before it belongs to the word before."""
    word: Word | None = None
    for piece in heard:
        text = piece.word.strip()
        if not text:
            continue
        start, end = clock.span(float(piece.start), float(piece.end))
        # The library gives numpy's numbers, which neither JSON nor a database takes.
        start = round(max(start, word.start if word else 0.0), 2)
        end = round(min(max(end, start), clock.end), 2)
        probability = round(float(piece.probability), 3)
        if word and not piece.word[0].isspace():
            word = Word(word.start, max(end, word.end), word.text + text, min(word.probability, probability))
            continue
        if word:
            yield word
        word = Word(min(start, end), end, text, probability)
    if word:
        yield word
