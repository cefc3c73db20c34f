"""Gives stretches of a recording's sound in order of time, and holds no more of it than it must."""

from pathlib import Path

import numpy as np

from fidelity.speech.sound import samples
from fidelity.speech.voices.features import Floats
from fidelity.speech.voices.pyannet import RATE


class Sounds:
    """Reads a recording once. Raises UnreadableAudio when it is first asked for sound."""

    def __init__(self, path: Path) -> None:
        self._samples = samples(path, rate=RATE)
        self._held: list[Floats] = []
        self._first = self._last = 0
        #: How much of the file was read, 0 to 1.
        self.part = 0.0

    def between(self, start: int, end: int) -> Floats:
        """The samples (loudest 1) from one to another, fewer where the recording is over.

        What lies before ``start`` is forgotten: it cannot be asked for again.
        """
        while self._last < end and (piece := next(self._samples, None)):
            self._held.append(piece[0].astype(np.float32) / np.float32(32_768))
            self._last += len(piece[0])
            self.part = piece[1]
        sound = np.concatenate([*self._held, np.zeros(0, np.float32)])
        # A copy: a slice would keep alive what it was cut from, and with it the whole recording in the end.
        rest = sound[max(start - self._first, 0) :].copy()
        self._held, self._first = [rest], self._last - len(rest)
        return rest[max(start - self._first, 0) : max(end - self._first, 0)]
