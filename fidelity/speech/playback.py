"""Makes the copy that people listen to, and the shape of its waveform, in one pass over the original.

Originals come in every format and with wrong time stamps; seeking in them drifts. The copy has one rate
throughout, so that the second of a word in the transcript is the second at which the player plays it.
"""

import json
from fractions import Fraction
from pathlib import Path

import av
import numpy as np

from fidelity.speech.sound import Samples, samples
from fidelity.speech.types import Progress
from fidelity.speech.whole import whole

RATE = 32_000
BITS_PER_SECOND = 48_000
PEAKS_PER_SECOND = 10

_LOUDEST = 32_768


def make_playback(source: Path, copy_path: Path, peaks_path: Path, progress: Progress) -> float:
    """Write an AAC copy (``.m4a``, one channel) and ``{"peaks": [[…]], "duration": seconds}``.

    Peaks are the loudest sample of each tenth of a second, 0 to 1: one list, for the one channel. Returns the
    length in seconds. Both files appear whole or not at all. Raises UnreadableAudio, and what ``progress``
    raises.
    """
    peaks = _Peaks(RATE // PEAKS_PER_SECOND)
    count = 0
    with whole(copy_path) as copy_part, whole(peaks_path) as peaks_part:
        with av.open(str(copy_part), "w", format="mp4", options={"movflags": "faststart"}) as copy:
            # The encoder's thorough search takes twice as long, for a gain that speech does not show.
            stream = copy.add_stream("aac", rate=RATE, layout="mono", options={"aac_coder": "fast"})
            stream.bit_rate = BITS_PER_SECOND
            for piece, part in samples(source, rate=RATE):
                peaks.add(piece)
                copy.mux(stream.encode(_frame(piece, starts_at=count)))
                count += len(piece)
                progress(part)
            copy.mux(stream.encode(None))
        seconds = count / RATE
        peaks_part.write_text(json.dumps({"peaks": [peaks.so_far()], "duration": round(seconds, 3)}))
    progress(1.0)
    return seconds


def _frame(piece: Samples, *, starts_at: int) -> av.AudioFrame:
    frame = av.AudioFrame.from_ndarray(piece.reshape(1, -1), format="s16", layout="mono")
    frame.sample_rate = RATE
    frame.time_base = Fraction(1, RATE)
    frame.pts = starts_at
    return frame


class _Peaks:
    """The loudest sample of each stretch of samples, whatever the lengths they arrive in."""

    def __init__(self, stretch: int) -> None:
        self._stretch = stretch
        self._found: list[float] = []
        self._rest = np.empty(0, dtype=np.int16)

    def add(self, piece: Samples) -> None:
        waiting = np.concatenate((self._rest, piece))
        whole = len(waiting) // self._stretch * self._stretch
        # In 32 bits: the lowest 16-bit number has no positive twin.
        loudness = np.abs(waiting[:whole].astype(np.int32)).reshape(-1, self._stretch)
        self._found += [_part(top) for top in loudness.max(axis=1)]
        self._rest = waiting[whole:]

    def so_far(self) -> list[float]:
        """All peaks, the last of what did not fill a stretch."""
        rest = np.abs(self._rest.astype(np.int32))
        return [*self._found, _part(rest.max())] if len(rest) else self._found


def _part(loudness: float) -> float:
    return round(float(loudness) / _LOUDEST, 3)
