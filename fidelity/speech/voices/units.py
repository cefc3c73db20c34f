"""Cuts what is spoken into units in which, as far as can be heard, one and the same people speak."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from fidelity.speech.types import Word
from fidelity.speech.voiced import FRAME_SECONDS
from fidelity.speech.voices.channels import side_between
from fidelity.speech.voices.local import STEP_SECONDS, Looks, frame_at, second_at

#: Somebody speaks in frames that are this sure of it.
_SPOKEN = 0.5
#: What is heard of who speaks is evened out over this many frames (.25 s).
_EVEN = 15
#: Units shorter than this many frames (.35 s) are joined to a neighbour, where one touches.
_SHORTEST = 21
#: Longer ones are divided (2 s): people take turns without a pause.
_LONGEST = 119
#: Pauses between words after which another may speak: at the end of a sentence, and anywhere, in seconds.
#: The first is measured: docs/measurements/speech.md.
_SENTENCE_PAUSE, _PAUSE = 0.1, 0.3
_ENDS = tuple(".?!…")

#: How readily the speaker changes where a unit begins, as a logarithm of probability.
UNHEARD, HEARD, AFTER_PAUSE = -6.0, -2.0, -1.5


@dataclass(frozen=True)
class Unit:
    """Frames from one to another."""

    start: int
    end: int
    #: How readily the speaker changes at its beginning.
    change: float
    #: Part of it in which two people speak, 0 to 1.
    together: float
    #: -1 or 1 where people have a channel each and this one speaks; else 0.
    channel: int = 0

    @property
    def seconds(self) -> float:
        """How long it is."""
        return (self.end - self.start) * STEP_SECONDS

    @property
    def starts_at(self) -> float:
        """In seconds."""
        return second_at(self.start)

    @property
    def ends_at(self) -> float:
        """In seconds."""
        return second_at(self.end)


def units(looks: Looks, words: Sequence[Word], channels: NDArray[np.int8] | None = None) -> list[Unit]:
    """Return the units in order of time. They touch, or there is silence between them.

    ``channels``: see fidelity.speech.voices.channels.sides.
    """
    spoken = 1 - looks.nobody() >= _SPOKEN
    if not spoken.any():
        return []
    together = looks.people() >= 1.5
    cuts = _changes(looks) | _after_pauses(looks, words)
    if channels is not None:
        cuts |= _between_channels(channels)
    edge = np.flatnonzero(np.diff(spoken.astype(np.int8), prepend=0, append=0))
    found = []
    for start, end in zip(edge[::2].tolist(), edge[1::2].tolist(), strict=True):
        for first, last, change in _divided(start, end, cuts):
            channel = 0 if channels is None else side_between(channels, second_at(first), second_at(last))
            found.append(Unit(first, last, change, float(together[first:last].mean()), channel))
    return found


def may_end_before(word: Word, last: Word) -> bool:
    """Whether another may begin to speak here: after a sentence and a short pause, or a long one."""
    pause = word.start - last.end
    is_end = last.text.rstrip("\"'”’)").endswith(_ENDS)
    return pause >= _PAUSE or (is_end and pause >= _SENTENCE_PAUSE)


def _changes(looks: Looks) -> dict[int, float]:
    """Frames in which another leads than in the frame before, as one and the same look hears it."""
    active, look = looks.active(), looks.nearest()
    ones = np.ones(_EVEN, np.float32)
    even = np.stack([np.convolve(one, ones, mode="same") for one in active.T], axis=1)
    leads = even.argmax(axis=1)
    changes = np.flatnonzero((leads[1:] != leads[:-1]) & (look[1:] == look[:-1])) + 1
    return dict.fromkeys(changes.tolist(), HEARD)


def _after_pauses(looks: Looks, words: Sequence[Word]) -> dict[int, float]:
    """The quietest frame of each pause after which another may speak."""
    nobody, cuts = looks.nobody(), {}
    for word, following in pairwise(words):
        if may_end_before(following, word):
            first = min(max(frame_at(word.end), 0), looks.frames - 1)
            last = max(frame_at(following.start), first + 1)
            cuts[first + int(nobody[first:last].argmax())] = AFTER_PAUSE
    return cuts


def _between_channels(channels: NDArray[np.int8]) -> dict[int, float]:
    """Frames in which the channel that speaks is another than the one that spoke last."""
    speaks = np.flatnonzero(channels)
    changes = speaks[1:][channels[speaks[1:]] != channels[speaks[:-1]]]
    return dict.fromkeys([frame_at(moment * FRAME_SECONDS) for moment in changes.tolist()], AFTER_PAUSE)


def _divided(start: int, end: int, cuts: dict[int, float]) -> Iterator[tuple[int, int, float]]:
    """Cut one stretch of speech; say how readily the speaker changes where each part begins."""
    kept = [(start, AFTER_PAUSE)]
    for cut in sorted(cut for cut in cuts if start < cut < end):
        # A pause says more than a change that was heard too soon after or before it.
        if cut - kept[-1][0] < _SHORTEST and len(kept) > 1 and cuts[cut] > kept[-1][1]:
            kept.pop()
        if cut - kept[-1][0] >= _SHORTEST and end - cut >= _SHORTEST:
            kept.append((cut, cuts[cut]))
    for (first, change), (last, _) in zip(kept, [*kept[1:], (end, 0.0)], strict=True):
        parts = -(-(last - first) // _LONGEST)
        for part in range(parts):
            a, b = first + (last - first) * part // parts, first + (last - first) * (part + 1) // parts
            yield a, b, UNHEARD if part else change
