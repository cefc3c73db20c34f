"""The only file that knows faster-whisper."""

import os
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.metadata import version
from pathlib import Path

import numpy as np

# Models are folders here, checked before they are loaded: the hub is never asked for anything.
os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"

from faster_whisper import BatchedInferencePipeline, WhisperModel
from faster_whisper.transcribe import Segment
from faster_whisper.transcribe import Word as HeardWord

from fidelity.speech.coverage import coverage
from fidelity.speech.cut import cut
from fidelity.speech.sound import samples
from fidelity.speech.types import UNKNOWN_LANGUAGE, Progress, Transcription, Utterance, Word

#: What the recogniser was trained on.
RATE = 16_000
#: Measured in docs/measurements/speech.md.
BATCH_SIZE = 8
BEAM_SIZE = 5


class WhisperTranscriber:
    """Hears words with Whisper. ``folder`` must have been checked: see fidelity.weights.check.verified."""

    def __init__(
        self, folder: Path, *, model: str, threads: int, device: str = "cpu", compute_type: str = "int8"
    ) -> None:
        self._folder, self._model, self._threads = folder, model, threads
        self._device, self._compute_type = device, compute_type

    def load(self) -> None:
        """Load the model now instead of with the first file."""
        load_model(self._folder, self._device, self._compute_type, self._threads)

    def transcribe(
        self, path: Path, *, language: str | None, progress: Progress, people: int | None = None
    ) -> Transcription:
        """Hear the words of a file; no utterances where nobody speaks.

        The whole file is in memory while this runs: docs/measurements/speech.md says how much that is.
        """
        heard_by = load_model(self._folder, self._device, self._compute_type, self._threads)
        progress(0.0)
        audio = _decoded(path)
        duration = len(audio) / RATE
        segments, info = heard_by.transcribe(
            audio,
            language=language,
            beam_size=BEAM_SIZE,
            batch_size=BATCH_SIZE,
            vad_filter=True,
            word_timestamps=True,
            condition_on_previous_text=False,
        )
        utterances = tuple(_utterances(segments, duration, progress))
        progress(1.0)
        voiced = float(info.duration_after_vad)
        settings: dict[str, str | int | float | bool] = {
            "compute_type": self._compute_type, "beam_size": BEAM_SIZE, "batch_size": BATCH_SIZE,
            "vad_filter": True, "condition_on_previous_text": False, "language": language or "auto",
        }  # fmt: skip
        if people is not None:
            settings["people"] = people
        return Transcription(
            duration=round(duration, 3),
            language=info.language if utterances else language or UNKNOWN_LANGUAGE,
            coverage=coverage((word for u in utterances for word in u.words), voiced_seconds=voiced),
            model=self._model,
            engine=f"faster-whisper {version('faster-whisper')}",
            settings=settings,
            utterances=utterances,
        )


@cache
def load_model(folder: Path, device: str, compute_type: str, threads: int) -> BatchedInferencePipeline:
    """Load once per process. Call in the worker, never at import."""
    model = WhisperModel(
        str(folder), device=device, compute_type=compute_type, cpu_threads=threads, local_files_only=True
    )
    return BatchedInferencePipeline(model)  # type: ignore[no-untyped-call]


def _decoded(path: Path) -> "np.ndarray[tuple[int], np.dtype[np.float32]]":
    # The library would decode by itself, but lets in every format and protocol, and keeps another clock
    # than the copy that people hear.
    pieces = [piece for piece, _ in samples(path, rate=RATE)]
    audio = np.concatenate(pieces)
    del pieces
    return audio.astype(np.float32) / np.float32(32_768)


def _utterances(segments: Iterable[Segment], duration: float, progress: Progress) -> Iterator[Utterance]:
    # The work happens here, as the generator is read.
    for segment in segments:
        for words in cut(_words(segment.words or (), duration)):
            yield Utterance(
                start=words[0].start,
                end=words[-1].end,
                text=" ".join(word.text for word in words),
                words=words,
            )
        if duration:
            progress(min(segment.end / duration, 1.0))


def _words(heard: Iterable[HeardWord], duration: float) -> Iterator[Word]:
    """Whole words in order of time: what stands without a space before it belongs to the word before."""
    word: Word | None = None
    for piece in heard:
        text = piece.word.strip()
        if not text:
            continue
        # The library gives numpy's numbers, which neither JSON nor a database takes.
        start = round(float(min(max(piece.start, word.start if word else 0.0), duration)), 2)
        end = round(float(min(max(piece.end, start), duration)), 2)
        probability = round(float(piece.probability), 3)
        if word and not piece.word[0].isspace():
            word = Word(word.start, max(end, word.end), word.text + text, min(word.probability, probability))
            continue
        if word:
            yield word
        word = Word(start, end, text, probability)
    if word:
        yield word
