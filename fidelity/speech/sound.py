"""Opens sound files carefully and gives their samples: one clock for recogniser, player and waveform."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import av
import numpy as np
from av.audio.resampler import AudioResampler
from av.audio.stream import AudioStream
from av.container import InputContainer

from fidelity.speech.formats import CODECS, OPEN_OPTIONS
from fidelity.speech.types import AudioProblem, UnreadableAudio

Samples = np.ndarray[tuple[int], np.dtype[np.int16]]


@contextmanager
def opened(file: BinaryIO) -> Iterator[InputContainer]:
    """Open the container for reading.

    FFmpeg gets an open file and no name, so it can neither reach another file nor go by the extension.
    Raises av.FFmpegError for what no allowed demuxer accepts.
    """
    with av.open(_Nameless(file), mode="r", options=OPEN_OPTIONS, metadata_errors="ignore") as container:
        yield container


class _Nameless:
    """A file that PyAV can read and seek, but not name."""

    def __init__(self, file: BinaryIO) -> None:
        self.read, self.seek, self.tell = file.read, file.seek, file.tell


def sound_of(container: InputContainer) -> AudioStream:
    """The stream to listen to; raise UnreadableAudio where there is none that we decode."""
    streams = container.streams.audio
    if not streams:
        pictures = container.streams.video
        raise UnreadableAudio(AudioProblem.NO_SOUND if pictures else AudioProblem.NOT_AUDIO)
    known = [stream for stream in streams if codec_of(stream) in CODECS]
    if not known:
        raise UnreadableAudio(AudioProblem.DAMAGED)
    return known[0]


def codec_of(stream: AudioStream) -> str:
    """FFmpeg's canonical name, ``""`` for a codec it does not know."""
    context = stream.codec_context
    return context.codec.canonical_name if context else ""


def samples(path: Path, *, rate: int) -> Iterator[tuple[Samples, float]]:
    """Decode to one channel of 16 bits, piece by piece, with the part of the file read so far (0 to 1).

    Time is counted in samples, never read from the file's time stamps, which drift in variable-rate files.
    What cannot be decoded is left out. Raises UnreadableAudio when nothing can.
    """
    size = max(path.stat().st_size, 1)
    part = 0.0
    heard = False
    try:
        with path.open("rb") as file, opened(file) as container:
            stream = sound_of(container)
            mixer = _Mixer(rate)
            for packet in container.demux(stream):
                part = max(part, (packet.pos or 0) / size)
                try:
                    frames = packet.decode()
                except av.FFmpegError:
                    continue
                for frame in frames:
                    for piece in mixer.mix(frame):
                        heard = True
                        yield piece, min(part, 1.0)
            for piece in mixer.rest():
                yield piece, 1.0
    except av.FFmpegError as error:
        # A file that breaks off in the middle has given what it had.
        if not heard:
            raise UnreadableAudio(AudioProblem.DAMAGED) from error
    if not heard:
        raise UnreadableAudio(AudioProblem.DAMAGED)


class _Mixer:
    """Resamples frames to one channel; starts anew when a stream changes its shape in the middle."""

    def __init__(self, rate: int) -> None:
        self._rate = rate
        self._shape: tuple[str, str, int] | None = None
        self._resampler = AudioResampler(format="s16", layout="mono", rate=rate)

    def mix(self, frame: av.AudioFrame) -> Iterator[Samples]:
        shape = (frame.format.name, frame.layout.name, frame.sample_rate)
        if shape != self._shape:
            yield from self.rest()
            self._shape, self._resampler = shape, AudioResampler(format="s16", layout="mono", rate=self._rate)
        # Without a time stamp: a gap between them would stop the resampler.
        frame.pts = None
        for mixed in self._resampler.resample(frame):
            yield np.asarray(mixed.to_ndarray(), dtype=np.int16).reshape(-1)

    def rest(self) -> Iterator[Samples]:
        if self._shape:
            for mixed in self._resampler.resample(None):
                yield np.asarray(mixed.to_ndarray(), dtype=np.int16).reshape(-1)
