"""Gives every unit its voice, and says how sure that is."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fidelity.speech.voices.cluster import DIRECTIONS, Limits, Points, group
from fidelity.speech.voices.embedder import Spread
from fidelity.speech.voices.features import Floats
from fidelity.speech.voices.turns import Doubles, path, probabilities
from fidelity.speech.voices.types import MOST_PEOPLE
from fidelity.speech.voices.units import Unit

#: Evidence (a logarithm) above which two groups are one voice although more people were said to be there:
#: some of them may not speak.
SURE_OF_ONE = 1.0
#: Below which they are two although one fewer were said to be there: somebody may have come in.
SURE_OF_TWO = -20.0
#: And above which they are one where nobody said how many there are. True voices of the recordings in
#: docs/measurements/voices.md that are heard for more than a few seconds lie below.
RATHER_ONE = -7.0

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
    seconds = np.array([unit.seconds for unit in found], np.float32)
    noise = spread.of(seconds) * np.array([1 + _TOGETHER * unit.together for unit in found], np.float32)
    points = Points(numbers, noise, np.array([unit.channel for unit in found], np.int8), seconds)
    groups = group(points, spread, _limits(people))
    change = np.array([unit.change for unit in found])
    voices = groups.labels(len(found))
    evidence = np.zeros((len(found), len(groups.members)))
    for _ in range(_MOST_ROUNDS):
        evidence = _evidence(points, voices, evidence.shape[1], spread)
        before, voices = voices, path(evidence, change)
        if (before == voices).all():
            break
    return Assigned(voices, probabilities(evidence * _TEMPER, change))


def _limits(people: int | None) -> Limits:
    """From which evidence on two groups are one voice, by how many groups are left."""
    if people is None:
        return lambda left: RATHER_ONE if left <= MOST_PEOPLE else -np.inf
    most = min(people, MOST_PEOPLE)
    return lambda left: SURE_OF_ONE if left <= most else SURE_OF_TWO if left == most + 1 else -np.inf


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
