"""Hears whether a recording has one person on each of two channels, and then which channel speaks when."""

from pathlib import Path

import numpy as np
from av import FFmpegError
from av.audio.resampler import AudioResampler
from numpy.typing import NDArray

from fidelity.speech.sound import opened, sound_of
from fidelity.speech.voiced import FRAME, FRAME_SECONDS, RATE, VoiceTrack
from fidelity.speech.voices.features import Floats

#: One channel speaks where it is this much louder than the other, in decibels.
_LOUDER = 9.0
#: Both must do so in at least this part of the voiced time; else people share the channels, as in a room
#: that was recorded in stereo.
_LEAST_PART = 0.1
#: And it must be so for most of the voiced time.
_MOST_PART = 0.7
_VOICED = 0.5
_LEAST_POWER = 1e-9


def sides(path: Path, track: VoiceTrack) -> NDArray[np.int8] | None:
    """For each 32 ms: -1 or 1 for the channel that is louder by far, 0 for neither; nothing: not separate."""
    louder = _louder(path)
    if louder is None:
        return None
    count = min(len(louder), len(track.probabilities))
    side = np.where(np.abs(louder[:count]) >= _LOUDER, np.sign(louder[:count]), 0).astype(np.int8)
    voiced = side[track.probabilities[:count] >= _VOICED]
    if not len(voiced):
        return None
    left, right = float((voiced == -1).mean()), float((voiced == 1).mean())
    return side if min(left, right) >= _LEAST_PART and left + right >= _MOST_PART else None


def side_between(side: NDArray[np.int8], start: float, end: float) -> int:
    """Which channel speaks between two seconds; 0 for neither."""
    between = side[int(start / FRAME_SECONDS) : max(int(end / FRAME_SECONDS), int(start / FRAME_SECONDS) + 1)]
    return int(np.sign(between.sum())) if len(between) else 0


def _louder(path: Path) -> Floats | None:
    """By how many decibels the second channel is louder than the first, each 32 ms."""
    found: list[Floats] = []
    held = np.zeros((2, 0), np.float32)
    resampler = AudioResampler(format="fltp", layout="stereo", rate=RATE)
    try:
        with path.open("rb") as file, opened(file) as container:
            stream = sound_of(container)
            if stream.codec_context.channels != 2:
                return None
            for packet in container.demux(stream):
                try:
                    frames = packet.decode()
                except FFmpegError:
                    continue
                for frame in frames:
                    if frame.layout.nb_channels != 2:
                        return None
                    # Time is counted in samples, as everywhere.
                    frame.pts = None
                    for mixed in resampler.resample(frame):
                        held = np.concatenate([held, mixed.to_ndarray()], axis=1)
                whole = held.shape[1] // FRAME * FRAME
                power = (held[:, :whole].reshape(2, -1, FRAME) ** 2).mean(axis=2) + _LEAST_POWER
                found.append(10 * np.log10(power[1] / power[0]))
                held = held[:, whole:]
    except FFmpegError:
        # A file that breaks off has given what it had.
        pass
    return np.concatenate(found) if found else None
