"""Gives every unit its voice, and says how sure that is."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fidelity.speech.voices.cluster import DIRECTIONS, Points, group
from fidelity.speech.voices.embedder import Spread
from fidelity.speech.voices.features import Floats
from fidelity.speech.voices.turns import Doubles, path, probabilities
from fidelity.speech.voices.types import MOST_PEOPLE
from fidelity.speech.voices.units import Unit

#: Evidence (a logarithm) above which two groups are one voice although more people were said to be there:
#: some of them may not speak.
SURE_OF_ONE = 4.0
#: And above which they are one where nobody said how many there are.
RATHER_ONE = 0.0

#: What is heard while two speak at once says this much less.
_TOGETHER = 3.0
_MOST_ROUNDS = 10
#: Numbers of one unit depend on one another more than the model has it.
_TEMPER = 0.3
_OTHER_CHANNEL = -30.0


@dataclass(frozen=True)
class Assigned:
    """The voice of each unit as a number, and how probable each voice is there: ``units × voices``."""

    voices: NDArray[np.intp]
    sure: Doubles


def assign(found: Sequence[Unit], numbers: Floats, spread: Spread, *, people: int | None) -> Assigned:
    """Gather units into voices, then look again at each with its neighbours in mind."""
    noise = spread.of(np.array([unit.seconds for unit in found], np.float32))
    noise = noise * np.array([1 + _TOGETHER * unit.together for unit in found], np.float32)
    points = Points(numbers, noise, np.array([unit.channel for unit in found], np.int8))
    groups = group(
        points,
        spread,
        wanted=min(people or 1, MOST_PEOPLE),
        while_above=SURE_OF_ONE if people else RATHER_ONE,
    )
    change = np.array([unit.change for unit in found])
    voices = groups.labels(len(found))
    evidence = np.zeros((len(found), len(groups.members)))
    for _ in range(_MOST_ROUNDS):
        evidence = _evidence(points, voices, evidence.shape[1], spread)
        before, voices = voices, path(evidence, change)
        if (before == voices).all():
            break
    return Assigned(voices, probabilities(evidence * _TEMPER, change))


def _evidence(points: Points, voices: NDArray[np.intp], count: int, spread: Spread) -> Doubles:
    """How well each voice explains each unit, as a logarithm."""
    found = np.full((len(voices), count), -np.inf)
    for voice in range(count):
        mine = voices == voice
        if not mine.any():
            continue
        weights = 1 / points.noise[mine]
        mean = weights @ points.numbers[mine] / weights.sum()
        apart = ((points.numbers - mean) ** 2).sum(axis=1)
        found[:, voice] = -DIRECTIONS * apart / (2 * (points.noise + spread.lasting))
        channel = np.sign(points.channels[mine].sum())
        found[:, voice] += np.where(points.channels * channel < 0, _OTHER_CHANNEL, 0)
    # A voice that has lost all its units gets none back.
    return np.asarray(np.maximum(found, found.max(axis=1, keepdims=True) - 1e3))
