"""Gathers units into voices.

A model of two variances, as in probabilistic linear discriminant analysis (Ioffe, ECCV 2006), with the same
variance in every direction: a voice lies somewhere around the mean of all voices, and each unit around its
voice, the shorter the farther. Two groups of units are joined while one voice explains them better than two.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fidelity.speech.voices.embedder import Spread
from fidelity.speech.voices.features import Floats

#: How many directions of an embedder's numbers are of use; more make it surer of itself.
DIRECTIONS = 30
#: All pairs of this many units are compared at once; of more, every such block first for itself.
_BLOCK = 400
#: A voice has at least so many seconds; in a short recording this part of what is spoken is enough, and in a
#: long one at least the second part is asked for, since odd sounds add up. It is made to have them when as
#: few groups are left as could be voices.
_LEAST_SECONDS, _ENOUGH_PART, _LEAST_PART, _FEW = 2.5, 0.04, 0.004, 24

#: The evidence from which on two groups are one voice, when so many groups are left.
Limits = Callable[[int], float]


@dataclass(frozen=True)
class Points:
    """Units as numbers: one row, one variance and one channel each."""

    numbers: Floats
    #: How far each may lie from its voice's mean, as a squared distance.
    noise: Floats
    #: -1 and 1 are never one voice; 0 may be either.
    channels: NDArray[np.int8]
    seconds: Floats

    def between(self, start: int, end: int) -> "Points":
        """Some of them."""
        some = slice(start, end)
        return Points(self.numbers[some], self.noise[some], self.channels[some], self.seconds[some])


class Groups:
    """Units joined into groups, each with its mean and with how far that may lie from its voice's."""

    def __init__(self, points: Points, spread: Spread) -> None:
        self.means, self.noise = points.numbers.copy(), points.noise.copy()
        self.channels, self.seconds = points.channels.copy(), points.seconds.copy()
        self._spread = spread
        self.members = [[number] for number in range(len(self.means))]

    def join(self, limits: Limits, *, least: float = 0.0) -> None:
        """Join the two most alike while the evidence for one voice is above the limit.

        No group of fewer than ``least`` seconds is left: some sounds are like nobody's voice.
        """
        evidence = np.stack([self._evidence(number) for number in range(len(self.members))])
        while len(self.members) > 1:
            few = self.seconds < least
            if len(self.members) <= _FEW and few.any():
                one, other = self._best(np.where(few[:, None], evidence, -np.inf))
            else:
                one, other = self._best(evidence)
                if evidence[one, other] <= limits(len(self.members)):
                    return
            if evidence[one, other] == -np.inf:
                return
            one, other = min(one, other), max(one, other)
            self._merge(one, other)
            evidence = np.delete(np.delete(evidence, other, axis=0), other, axis=1)
            evidence[one] = evidence[:, one] = self._evidence(one)

    def labels(self, count: int) -> NDArray[np.intp]:
        """The number of its group for each of ``count`` units."""
        labels = np.zeros(count, np.intp)
        for group, members in enumerate(self.members):
            labels[members] = group
        return labels

    def _merge(self, one: int, other: int) -> None:
        weights = 1 / self.noise[[one, other]]
        self.seconds[one] += self.seconds[other]
        self.means[one] = weights @ self.means[[one, other]] / weights.sum()
        self.noise[one] = 1 / weights.sum()
        self.channels[one] = self.channels[one] or self.channels[other]
        self.members[one] += self.members.pop(other)
        self.means = np.delete(self.means, other, axis=0)
        self.noise = np.delete(self.noise, other)
        self.channels = np.delete(self.channels, other)
        self.seconds = np.delete(self.seconds, other)

    def _best(self, evidence: Floats) -> tuple[int, int]:
        return divmod(int(evidence.argmax()), len(self.members))

    def _evidence(self, one: int) -> Floats:
        """For one voice against two, with every other group: logarithm of the ratio of likelihoods."""
        apart = ((self.means - self.means[one]) ** 2).sum(axis=1)
        same = self.noise + self.noise[one] + 2 * self._spread.lasting
        two = same + 2 * self._spread.between
        found = DIRECTIONS / 2 * (np.log(two / same) - apart * (1 / same - 1 / two))
        found[one] = -np.inf
        found[self.channels * self.channels[one] < 0] = -np.inf
        return np.asarray(found, dtype=np.float32)


def group(points: Points, spread: Spread, limits: Limits) -> Groups:
    """Join units into voices, block by block where there are many."""
    found = Groups(points, spread)
    count = len(found.members)
    if count > _BLOCK:
        parts = []
        for start in range(0, count, _BLOCK):
            part = Groups(points.between(start, start + _BLOCK), spread)
            part.join(lambda left: -np.inf if left > _FEW else np.inf)
            part.members = [[start + number for number in members] for members in part.members]
            parts.append(part)
        found.means = np.concatenate([part.means for part in parts])
        found.noise = np.concatenate([part.noise for part in parts])
        found.channels = np.concatenate([part.channels for part in parts])
        found.seconds = np.concatenate([part.seconds for part in parts])
        found.members = [members for part in parts for members in part.members]
    spoken = float(points.seconds.sum())
    least = max(min(_LEAST_SECONDS, _ENOUGH_PART * spoken), _LEAST_PART * spoken)
    found.join(limits, least=least)
    return found
