"""Divides a recording into windows of a few minutes, cut where nobody speaks.

The recogniser hears half minutes. They are put together from the whole recording's voices in the way that
faster-whisper's batched pipeline does it, so a window's words are those that it would have found.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from fidelity.speech.voiced import RATE, Rule, Stretch, VoiceTrack

#: What the recogniser hears at once.
LONGEST_CHUNK = 30 * RATE
SMALL_CHUNK = 10 * RATE


@dataclass(frozen=True)
class Chunk:
    """Voices that are heard as one, without the pauses between them: half a minute or less."""

    voices: tuple[Stretch, ...]

    @property
    def length(self) -> int:
        """In samples, without the pauses."""
        return sum(voice.length for voice in self.voices)


@dataclass(frozen=True)
class Window:
    """A few chunks, one after the other."""

    position: int
    chunks: tuple[Chunk, ...]

    @property
    def voices(self) -> tuple[Stretch, ...]:
        """Of all chunks."""
        return tuple(voice for chunk in self.chunks for voice in chunk.voices)

    @property
    def start(self) -> float:
        """Second at which its first voice begins."""
        return self.chunks[0].voices[0].start / RATE

    @property
    def end(self) -> float:
        """Second at which its last voice ends."""
        return self.chunks[-1].voices[-1].end / RATE


def plan(track: VoiceTrack, *, chunks: int) -> list[Window]:
    """Divide a recording; ``chunks``: how many make a window. No windows where nobody speaks."""
    found = list(_together(track.stretches()))
    return [
        Window(position, tuple(found[first : first + chunks]))
        for position, first in enumerate(range(0, len(found), chunks))
    ]


def with_pauses(window: Window) -> list[Chunk]:
    """The window once more, each chunk from its first voice to its last without anything cut out."""
    chunks: list[Chunk] = []
    start = window.voices[0].start
    for voice, following in pairwise([*window.voices, None]):
        if voice and (following is None or following.end - start > LONGEST_CHUNK):
            chunks.append(Chunk((Stretch(start, voice.end),)))
            start = following.start if following else 0
    return chunks


def smaller(window: Window, track: VoiceTrack) -> list[Chunk]:
    """The window once more, in pieces of ten seconds or less."""
    first, last = window.voices[0].start, window.voices[-1].end
    voices = track.stretches(Rule(longest_seconds=SMALL_CHUNK / RATE))
    clipped = [Stretch(max(voice.start, first), min(voice.end, last)) for voice in voices]
    return list(_together([voice for voice in clipped if voice.length > 0], SMALL_CHUNK))


def _together(voices: Sequence[Stretch], longest: int = LONGEST_CHUNK) -> Iterator[Chunk]:
    chunk: list[Stretch] = []
    length = 0
    for voice in voices:
        if chunk and length + voice.length > longest:
            yield Chunk(tuple(chunk))
            chunk, length = [], 0
        chunk.append(voice)
        length += voice.length
    if chunk:
        yield Chunk(tuple(chunk))


class Clock:
    """Turns seconds in what is left when pauses are cut out into seconds of the recording."""

    def __init__(self, voices: Sequence[Stretch]) -> None:
        self._ends = list(accumulate(voice.length for voice in voices))
        self._cut = [voice.start - end + voice.length for voice, end in zip(voices, self._ends, strict=True)]

    @property
    def end(self) -> float:
        """Where the last voice ends."""
        return (self._ends[-1] + self._cut[-1]) / RATE

    def span(self, start: float, end: float) -> tuple[float, float]:
        """Both ends of a word by the same voice: the one in which its middle lies."""
        middle = int((start + end) / 2 * RATE)
        voice = min(bisect_right(self._ends, middle), len(self._ends) - 1)
        cut = self._cut[voice] / RATE
        return start + cut, end + cut
