"""Where somebody speaks and no words were written down."""

from collections.abc import Iterable, Iterator

import numpy as np

from fidelity.speech.types import Gap, Word
from fidelity.speech.voiced import FRAME_SECONDS, VoiceTrack

#: A frame with this probability holds a voice: the voice detector's own rule.
VOICE = 0.5
#: The recogniser's times of words are blurred by up to this much, and breath before and after a word sounds
#: like a voice: so far from a word nothing is missing.
PAD_SECONDS = 0.4
#: Less voice than this is a cough, a laugh or an "mm". Chosen in docs/measurements/invented.md.
SHORTEST_SECONDS = 1.5
#: A longer pause than this ends a stretch of voice.
PAUSE_SECONDS = 1.0

Frames = np.ndarray[tuple[int], np.dtype[np.bool_]]


def coverage(words: Iterable[Word], voice: VoiceTrack, start: float, end: float) -> float | None:
    """Of the time with a voice in it, between two seconds, the part that has words, 0 to 1.

    Nothing where there was no voice. Words in silence cover nothing.
    """
    voiced = _voiced(voice, start, end)
    total = int(voiced.sum())
    if total == 0:
        return None
    return round(int((voiced & _covered(words, start, len(voiced))).sum()) / total, 3)


def gaps(words: Iterable[Word], voice: VoiceTrack, start: float, end: float) -> tuple[Gap, ...]:
    """The stretches between two seconds that have at least SHORTEST_SECONDS of voice and no word."""
    voiced = _voiced(voice, start, end)
    missing = voiced & ~_covered(words, start, len(voiced))
    first = int(start / FRAME_SECONDS)
    return tuple(
        Gap(round((first + begin) * FRAME_SECONDS, 2), round(min((first + stop) * FRAME_SECONDS, end), 2))
        for begin, stop in _stretches(missing)
        if missing[begin:stop].sum() * FRAME_SECONDS >= SHORTEST_SECONDS
    )


def _voiced(voice: VoiceTrack, start: float, end: float) -> Frames:
    between = voice.probabilities[int(start / FRAME_SECONDS) : int(np.ceil(end / FRAME_SECONDS))]
    return np.asarray(between >= VOICE)


def _covered(words: Iterable[Word], start: float, count: int) -> Frames:
    first = int(start / FRAME_SECONDS)
    covered = np.zeros(count, dtype=np.bool_)
    for word in words:
        begin = int((word.start - PAD_SECONDS) / FRAME_SECONDS) - first
        stop = int(np.ceil((word.end + PAD_SECONDS) / FRAME_SECONDS)) - first
        covered[max(begin, 0) : max(stop, 0)] = True
    return covered


def _stretches(frames: Frames) -> Iterator[tuple[int, int]]:
    """First and behind the last frame of what no long pause parts."""
    found = np.flatnonzero(frames)
    if len(found) == 0:
        return
    breaks = np.flatnonzero(np.diff(found) > PAUSE_SECONDS / FRAME_SECONDS)
    begins = [int(found[0]), *(int(found[at + 1]) for at in breaks)]
    ends = [*(int(found[at]) for at in breaks), int(found[-1])]
    for begin, end in zip(begins, ends, strict=True):
        yield begin, end + 1
