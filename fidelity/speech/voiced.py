"""Where in a recording somebody speaks: one probability for each 32 milliseconds.

Computed once, piece by piece, with the voice detector that faster-whisper brings (Silero), so that a
recording of any length needs little memory; small enough to keep beside the recording.
"""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from typing import Self
from zipfile import BadZipFile

import numpy as np
import onnxruntime  # type: ignore[import-untyped]

from fidelity.speech.sound import Samples, samples
from fidelity.speech.types import Progress
from fidelity.speech.whole import whole

#: Samples a second, and samples for each probability: what the detector was made for.
RATE = 16_000
FRAME = 512
FRAME_SECONDS = FRAME / RATE

#: The detector hears the end of the frame before, too.
_CONTEXT = 64
_STATE = 128
#: Frames that are looked at in one go: half a minute.
_AT_ONCE = 1_000

_UNREADABLE = (OSError, EOFError, ValueError, KeyError, BadZipFile)

Probabilities = np.ndarray[tuple[int], np.dtype[np.float32]]
Sound = np.ndarray[tuple[int], np.dtype[np.float32]]


@dataclass(frozen=True)
class Stretch:
    """From one sample to another, at 16,000 a second."""

    start: int
    end: int

    @property
    def length(self) -> int:
        """In samples."""
        return self.end - self.start


@dataclass(frozen=True, kw_only=True)
class Rule:
    """When a voice begins and ends. The values are those of faster-whisper's batched pipeline."""

    #: A voice begins at a frame with this probability, and ends before one below the second.
    begins_at: float = 0.5
    ends_below: float = 0.35
    #: It ends only where silence lasts as long as this, in seconds.
    silence_seconds: float = 0.16
    #: It gets as much more on both sides, in seconds, or half of the pause to the next.
    pad_seconds: float = 0.4
    #: With what it gets, it is no longer than this.
    longest_seconds: float = 30.0
    #: A stretch that has to end because it is too long ends at the last silence as long as this.
    least_silence_seconds: float = 0.098


@dataclass(frozen=True)
class VoiceTrack:
    """How probably somebody speaks, throughout a recording. Times in seconds of decoded sound."""

    #: 0 to 1, one for each frame.
    probabilities: Probabilities
    #: How many samples were decoded.
    sample_count: int

    @property
    def seconds(self) -> float:
        """How long the recording is."""
        return self.sample_count / RATE

    def mean(self, start: float, end: float) -> float:
        """The mean probability between two seconds; at least of the one frame that lies there."""
        between = self._between(start, end)
        return float(between.mean()) if len(between) else 0.0

    def loudest(self, start: float, end: float) -> float:
        """The highest probability between two seconds."""
        between = self._between(start, end)
        return float(between.max()) if len(between) else 0.0

    def voiced_seconds(self, start: float, end: float, *, threshold: float = 0.5) -> float:
        """How long between two seconds somebody probably speaks."""
        return float((self._between(start, end) >= threshold).sum()) * FRAME_SECONDS

    def stretches(self, rule: Rule | None = None) -> list[Stretch]:
        """Where somebody speaks, in order; they may touch but do not overlap."""
        return _padded(
            _raw(self.probabilities, rule or Rule(), self.sample_count), rule or Rule(), self.sample_count
        )

    def _between(self, start: float, end: float) -> Probabilities:
        first = max(int(start / FRAME_SECONDS), 0)
        return self.probabilities[first : max(int(np.ceil(end / FRAME_SECONDS)), first + 1)]

    def save(self, path: Path) -> None:
        """Write it to a file, wholly or not at all."""
        with whole(path) as part, part.open("wb") as file:
            np.savez(file, probabilities=self.probabilities, sample_count=np.int64(self.sample_count))

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read what ``save`` wrote; raises OSError and the like for anything else."""
        with path.open("rb") as file, np.load(file, allow_pickle=False) as kept:
            return cls(kept["probabilities"], int(kept["sample_count"]))


def kept_track(path: Path, kept_at: Path | None, progress: Progress) -> VoiceTrack:
    """The track that was kept, or a new one, which is then kept where that is wanted."""
    if kept_at is not None:
        with suppress(*_UNREADABLE):  # not there yet, or spoilt
            return VoiceTrack.load(kept_at)
    track = listen(path, progress)
    if kept_at is not None:
        track.save(kept_at)
    return track


def listen(path: Path, progress: Progress) -> VoiceTrack:
    """Go through a recording once. Raises UnreadableAudio, and what ``progress`` raises."""
    decoded = 0
    detector = _Detector()

    def counted() -> Iterator[Samples]:
        nonlocal decoded
        for piece, part in samples(path, rate=RATE):
            decoded += len(piece)
            progress(part)
            yield piece

    found = [detector.look(frames) for frames in _frames(counted())]
    return VoiceTrack(np.concatenate(found), decoded)


def _raw(probabilities: Probabilities, rule: Rule, end: int) -> Iterator[Stretch]:
    """Voices without what they get on both sides."""
    longest = RATE * (rule.longest_seconds - 2 * rule.pad_seconds) - FRAME
    start = quiet_since = None
    cut_at = back_at = (
        0  # the last silence that would do, should an end be needed, and where the voice came back
    )
    for now, probability in zip(count(0, FRAME), probabilities.tolist(), strict=False):
        is_voice = probability >= rule.begins_at
        if is_voice and quiet_since is not None:
            quiet_since = None
            back_at = now if back_at < cut_at else back_at
        if start is None:
            start = now if is_voice else None
            continue
        if now - start > longest:
            yield Stretch(start, cut_at or now)
            start = back_at if 0 < cut_at <= back_at else None
            quiet_since, cut_at, back_at = None, 0, 0
        if start is None or probability >= rule.ends_below:
            continue
        quiet_since = now if quiet_since is None else quiet_since
        quiet_seconds = (now - quiet_since) / RATE
        if quiet_seconds > rule.least_silence_seconds:
            cut_at = quiet_since
        if quiet_seconds >= rule.silence_seconds:
            if quiet_since > start:
                yield Stretch(start, quiet_since)
            start = quiet_since = None
            cut_at = back_at = 0
    if start is not None and end > start:
        yield Stretch(start, end)


def _padded(voices: Iterable[Stretch], rule: Rule, end: int) -> list[Stretch]:
    pad = int(RATE * rule.pad_seconds)
    padded: list[Stretch] = []
    for voice in voices:
        start = max(voice.start - pad, 0)
        if padded:
            before = padded[-1]
            pause = voice.start - before.end
            if pause < 2 * pad:
                start = max(voice.start - pause // 2, 0)
            padded[-1] = Stretch(before.start, before.end + min(pause // 2, pad))
        padded.append(Stretch(start, voice.end))
    if padded:
        padded[-1] = Stretch(padded[-1].start, min(padded[-1].end + pad, end))
    return padded


def _frames(pieces: Iterable[Samples]) -> Iterator[Sound]:
    """Yield whole frames, many at once; the last is filled up with silence, or is silence."""
    waiting: list[Samples] = []
    size = 0
    for piece in pieces:
        waiting.append(piece)
        size += len(piece)
        if size >= _AT_ONCE * FRAME:
            together = np.concatenate(waiting)
            ready = size // FRAME * FRAME
            yield as_sound(together[:ready])
            waiting, size = [together[ready:]], size - ready
    rest = np.concatenate([*waiting, np.zeros(FRAME - size % FRAME, dtype=np.int16)])
    # As faster-whisper has it: what would be heard before the next frame is silent in the last.
    rest[-_CONTEXT:] = 0
    yield as_sound(rest)


def as_sound(piece: Samples) -> Sound:
    """From 16 bits to numbers between -1 and 1."""
    return (piece.astype(np.float32) / np.float32(32_768)).reshape(-1)


class _Detector:
    """Silero, with what it remembers from one piece to the next."""

    def __init__(self) -> None:
        self._hidden = np.zeros((1, 1, _STATE), dtype=np.float32)
        self._cell = np.zeros((1, 1, _STATE), dtype=np.float32)
        self._end = np.zeros(_CONTEXT, dtype=np.float32)

    def look(self, sound: Sound) -> Probabilities:
        frames = sound.reshape(-1, FRAME)
        ends = np.vstack((self._end, frames[:-1, -_CONTEXT:]))
        given = {"input": np.hstack((ends, frames)), "h": self._hidden, "c": self._cell}
        found, self._hidden, self._cell = _session().run(None, given)
        self._end = frames[-1, -_CONTEXT:]
        return np.asarray(found, dtype=np.float32).reshape(-1)


@cache
def _session() -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.inter_op_num_threads = options.intra_op_num_threads = 1
    options.enable_cpu_mem_arena = False
    options.log_severity_level = 4
    package = find_spec("faster_whisper")  # without loading it, which would take a recogniser's memory
    assert package, "it is installed with this package"  # noqa: S101
    model = Path(str(package.origin)).parent / "assets" / "silero_vad_v6.onnx"
    return onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
