"""Which voice said each word."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from fidelity.speech.types import Word
from fidelity.speech.voices.assign import Assigned
from fidelity.speech.voices.turns import path, probabilities
from fidelity.speech.voices.units import Unit, may_end_before

#: A word that no unit touches takes the voice of one that is no farther away than this, in seconds.
_NEAR = 0.5
#: How readily the voice changes between two words, as a logarithm of probability: after a pause, and within
#: a sentence. Recognisers misplace words by a tenth of a second or more; sentences rarely change hands.
_AFTER_PAUSE, _WITHIN = -0.7, -5.0
_LEAST = 1e-3
#: Of two who speak at once, only one may have said the word.
_TOGETHER = 0.5


def of_words(
    words: Sequence[Word], found: Sequence[Unit], assigned: Assigned
) -> tuple[list[int | None], list[float]]:
    """The number of each word's voice, nothing where nobody was heard, and how sure that is."""
    starts = np.array([unit.starts_at for unit in found])
    ends = np.array([unit.ends_at for unit in found])
    heard, evidence, together = [], [], []
    for number, word in enumerate(words):
        first = int(np.searchsorted(ends, word.start - _NEAR))
        last = int(np.searchsorted(starts, word.end + _NEAR))
        if first == last:
            continue
        shared = np.minimum(ends[first:last], word.end) - np.maximum(starts[first:last], word.start)
        weights = np.maximum(shared, 0.01) if shared.max() > 0 else (shared == shared.max()) * 1.0
        weights = weights / weights.sum()
        heard.append(number)
        evidence.append(np.log(weights @ assigned.sure[first:last] + _LEAST))
        together.append(float(weights @ [unit.together for unit in found[first:last]]))
    voices: list[int | None] = [None] * len(words)
    confidence = [0.0] * len(words)
    if not heard:
        return voices, confidence
    change = [_WITHIN]
    for before, number in pairwise(heard):
        change.append(_AFTER_PAUSE if may_end_before(words[number], words[before]) else _WITHIN)
    best = path(np.array(evidence), np.array(change))
    sure = probabilities(np.array(evidence), np.array(change))
    for row, number in enumerate(heard):
        voices[number] = int(best[row])
        # What the word itself sounds like counts as much as its sentence: else a doubtful word is never seen.
        sound = np.exp(evidence[row][best[row]]) if len(evidence[row]) > 1 else 1.0
        certain = (float(sure[row, best[row]]) + min(float(sound), 1.0)) / 2
        confidence[number] = round(certain * (1 - _TOGETHER * together[row]), 3)
    return voices, confidence
