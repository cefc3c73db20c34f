"""Decodes a recording window by window: no more of it is held than one."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from fidelity.speech.sound import Samples, samples
from fidelity.speech.voiced import RATE, Stretch
from fidelity.speech.windows import Chunk, Window

#: What lies this near to a voice is kept, too, for hearing it again with its pauses.
_AROUND = RATE


class WindowSound:
    """The samples of a window: its voices, and a little around each."""

    def __init__(self, window: Window, pieces: Sequence[tuple[Stretch, Samples]]) -> None:
        self.window = window
        self._pieces = pieces

    def between(self, start: int, end: int) -> Samples:
        """From sample to sample; silence where nothing was kept, far from every voice."""
        sound = np.zeros(max(end - start, 0), dtype=np.int16)
        for place, piece in self._pieces:
            first, last = max(place.start, start), min(place.end, end)
            if first < last:
                sound[first - start : last - start] = piece[first - place.start : last - place.start]
        return sound

    def of(self, chunk: Chunk) -> Samples:
        """A chunk's voices without their pauses."""
        return np.concatenate([self.between(voice.start, voice.end) for voice in chunk.voices])


def sounds(path: Path, windows: Sequence[Window]) -> Iterator[WindowSound]:
    """Decode the windows, one after the other; they are in order. Raises UnreadableAudio.

    The file is read from its start, because no place in it can be reached by its time stamps.
    """
    waiting = list(reversed(windows))
    if not waiting:
        return
    collector = _Collector(waiting.pop())
    at = 0
    for piece, _ in samples(path, rate=RATE):
        while collector.add(at, piece):
            yield collector.sound()
            if not waiting:
                return
            collector = _Collector(waiting.pop())
        at += len(piece)
    yield collector.sound()


class _Collector:
    """Keeps of the samples that come by what belongs to a window."""

    def __init__(self, window: Window) -> None:
        self._window = window
        self._places = list(_places(window.voices))
        self._kept: list[list[Samples]] = [[] for _ in self._places]
        self._next = 0

    def add(self, at: int, piece: Samples) -> bool:
        """Take what belongs here; say whether the window's end was reached."""
        end = at + len(piece)
        while self._next < len(self._places):
            place = self._places[self._next]
            first, last = max(place.start, at), min(place.end, end)
            if first < last:
                self._kept[self._next].append(piece[first - at : last - at])
            if place.end > end:
                return False
            self._next += 1
        return True

    def sound(self) -> WindowSound:
        nothing = np.empty(0, dtype=np.int16)
        whole = [np.concatenate([nothing, *parts]) for parts in self._kept]
        places = [
            Stretch(place.start, place.start + len(piece))
            for place, piece in zip(self._places, whole, strict=True)
        ]
        return WindowSound(self._window, list(zip(places, whole, strict=True)))


def _places(voices: Sequence[Stretch]) -> Iterator[Stretch]:
    """The voices with what is kept around them, joined where they touch; nothing outside of the window."""
    first, last = voices[0].start, voices[-1].end
    place = Stretch(first, first)
    for voice in voices:
        start, end = max(voice.start - _AROUND, first), min(voice.end + _AROUND, last)
        if start > place.end:
            yield place
            place = Stretch(start, end)
        place = Stretch(place.start, end)
    yield place
