"""Who speaks from moment to moment, when every moment has its evidence and changes are rare.

A hidden Markov model whose states are the voices: the most probable path (Viterbi, 1967), and how probable
each voice is at each moment given all of them (forward and backward; Rabiner, 1989).
"""

import numpy as np
from numpy.typing import NDArray

Doubles = NDArray[np.float64]


def path(evidence: Doubles, change: Doubles) -> NDArray[np.intp]:
    """``moments × voices`` and how readily the voice changes before each moment, both as logarithms."""
    moments, voices = evidence.shape
    came_from = np.zeros((moments, voices), np.intp)
    best = evidence[0]
    for moment in range(1, moments):
        other = int(best.argmax())
        comes = best[other] + change[moment]
        stays = best >= comes
        came_from[moment] = np.where(stays, np.arange(voices), other)
        best = np.where(stays, best, comes) + evidence[moment]
    found = np.zeros(moments, np.intp)
    found[-1] = best.argmax()
    for moment in range(moments - 1, 0, -1):
        found[moment - 1] = came_from[moment, found[moment]]
    return found


def probabilities(evidence: Doubles, change: Doubles) -> Doubles:
    """``moments × voices``: each row sums to 1."""
    forward = _summed(evidence, change)
    backward = _summed(evidence[::-1], np.concatenate([[0.0], change[:0:-1]]))[::-1]
    both = forward + backward - evidence
    both = np.exp(both - both.max(axis=1, keepdims=True))
    return np.asarray(both / both.sum(axis=1, keepdims=True))


def _summed(evidence: Doubles, change: Doubles) -> Doubles:
    found = np.zeros_like(evidence)
    found[0] = evidence[0]
    for moment in range(1, len(evidence)):
        before = found[moment - 1]
        whole = np.logaddexp.reduce(before)
        found[moment] = np.logaddexp(before, whole + change[moment]) + evidence[moment]
        found[moment] -= found[moment].max()
    return found
