"""From units with their voices to stretches of speech, with those that lie beneath another's."""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from fidelity.speech.voices.assign import Assigned
from fidelity.speech.voices.local import HOP, LOOK, MEMBERS, PEOPLE_AT_ONCE, Looks, second_at
from fidelity.speech.voices.turns import Doubles
from fidelity.speech.voices.units import Unit

#: Two speak at once where this many are heard, for at least so many frames (.1 s).
_TWO = 1.5
_SHORTEST = 6
#: A person of a look has a voice where at least so many frames (.3 s) with that voice are theirs.
_KNOWN = 18
_ACTIVE = 0.5

#: From one frame to another, and the number of a voice.
Run = tuple[int, int, int]


def runs(found: Sequence[Unit], assigned: Assigned, looks: Looks) -> list[Run]:
    """Return who speaks when, in order of time; two runs overlap where two speak at once."""
    voices = _frames(found, assigned, looks)
    second = _beneath(voices, _known(voices, looks, assigned.sure.shape[1]), looks)
    return sorted([*_runs(voices), *_runs(second, shortest=_SHORTEST)])


def seconds(run: Run) -> tuple[float, float]:
    """When a run begins and ends."""
    return round(second_at(run[0]), 3), round(second_at(run[1]), 3)


def _frames(found: Sequence[Unit], assigned: Assigned, looks: Looks) -> NDArray[np.intp]:
    """The voice of every frame; -1 where nobody speaks."""
    voices = np.full(looks.frames, -1, np.intp)
    for unit, voice in zip(found, assigned.voices.tolist(), strict=True):
        voices[unit.start : unit.end] = voice
    return voices


def _known(voices: NDArray[np.intp], looks: Looks, count: int) -> Doubles:
    """``looks × 3 × voices``: in how many frames a person of a look speaks alone and has that voice."""
    known = np.zeros((len(looks.probabilities), PEOPLE_AT_ONCE, count))
    for number, row in enumerate(looks.probabilities):
        active = row.astype(np.float32) @ MEMBERS
        alone = (active >= _ACTIVE) & (active.sum(axis=1, keepdims=True) < _TWO)
        mine = voices[number * HOP : number * HOP + LOOK]
        for voice in range(count):
            known[number, :, voice] = alone[mine == voice].sum(axis=0)
    return known


def _beneath(voices: NDArray[np.intp], known: Doubles, looks: Looks) -> NDArray[np.intp]:
    """The second voice of every frame in which two speak; -1 elsewhere, and where it cannot be told."""
    second = np.full(len(voices), -1, np.intp)
    at_once = np.flatnonzero((looks.people() >= _TWO) & (voices >= 0))
    active, nearest = looks.active(), looks.nearest()
    for frame in at_once.tolist():
        theirs = known[nearest[frame]]
        for person in np.argsort(-active[frame])[:2].tolist():
            voice = int(theirs[person].argmax())
            if theirs[person, voice] >= _KNOWN and voice != voices[frame]:
                second[frame] = voice
    return second


def _runs(voices: NDArray[np.intp], *, shortest: int = 1) -> Iterator[Run]:
    edges = np.flatnonzero(np.diff(voices, prepend=-1, append=-1))
    for start, end in zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True):
        if voices[start] >= 0 and end - start >= shortest:
            yield start, end, int(voices[start])
