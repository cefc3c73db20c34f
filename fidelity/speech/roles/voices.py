"""Which role each voice has: all its turns together, and all voices against who was there.

A voice is not taken at its word. Some of its turns were said by somebody else, and nobody knows how many:
every share of CLEAN is tried, and those count most that explain the words best.
"""

from collections.abc import Sequence
from itertools import product

import numpy as np
import numpy.typing as npt

from fidelity.speech.roles.types import ROLES, Present

Numbers = npt.NDArray[np.float64]

#: Which part of a voice's turns may really be one person's.
CLEAN = np.array([0.55, 0.7, 0.85, 0.97])
#: What one person more or fewer of a role than was said costs, as a logarithm. Counts may be wrong.
_MISCOUNTED = 1.2
#: What a second therapist costs beside that.
_TWO_THERAPISTS = 3.0
#: How much each role talks: the logarithm of a voice's part of all words, times the number of voices; the
#: mean over the meetings of data/turns.jsonl, and a spread that stands between the narrowest and the widest.
_TALKS = np.array([0.7, -0.25, -1.5, -1.1])
_TALKS_SPREAD = 0.7
#: Voices are weighed against each other up to this many; the shortest of more are decided alone.
_MOST_TOGETHER = 7


#: Who is taken to be there where nobody has said.
_USUALLY = (1.0, 1.0, 0.5, 0.3)


def beforehand(present: Present | None) -> Numbers:
    """How likely each role is for a turn of which nothing is known."""
    counts = np.array(_told(present) or _USUALLY, dtype=float)
    likely = np.array([1.5, 1.0, 0.5, 0.5]) * counts + np.array([0.02, 0.05, 0.05, 0.05])
    return np.asarray(likely / likely.sum())


def own_evidence(odds: Numbers, confidence: float, known: Numbers) -> Numbers:
    """Roles by CLEAN: what one turn says for its voice having a role, as a logarithm."""
    likely = np.exp(odds)
    right = confidence * CLEAN
    return np.asarray(np.log(right * likely[:, None] + (1.0 - right) * (likely @ known)))


def talk_evidence(words: int, of: int, voices: int) -> Numbers:
    """What a voice's part of all words says for each role, as a logarithm."""
    talks = np.log(max(words, 1) / max(of, 1) * voices)
    return np.asarray(-0.5 * ((talks - _TALKS) / _TALKS_SPREAD) ** 2)


def roles_of(evidence: Sequence[Numbers], present: Present | None) -> list[Numbers]:
    """For each voice, roles by CLEAN, adding up to one.

    ``evidence`` is what the turns of each voice say, added up; the voice with the most words comes first.
    """
    together = evidence[:_MOST_TOGETHER]
    alone = [beforehand(present)[:, None] * np.exp(each - each.max()) for each in evidence[_MOST_TOGETHER:]]
    by_role = [_log_sum(each) for each in together]
    ways = list(product(range(len(ROLES)), repeat=len(together)))
    scores = np.array(
        [
            sum(float(odds[role]) for odds, role in zip(by_role, way, strict=True)) - _price(way, present)
            for way in ways
        ]
    )
    weights = np.exp(scores - scores.max())
    taken = np.array(ways).reshape(len(ways), len(together))
    found = []
    for place, each in enumerate(together):
        role = np.array([weights[taken[:, place] == number].sum() for number in range(len(ROLES))])
        inside = np.exp(each - _log_sum(each)[:, None])
        found.append(inside * role[:, None])
    return [each / each.sum() for each in (*found, *alone)]


def _price(way: Sequence[int], present: Present | None) -> float:
    price = _TWO_THERAPISTS * max(0, way.count(0) - 1)
    if told := _told(present):
        price += _MISCOUNTED * sum(abs(way.count(role) - count) for role, count in enumerate(told))
    return price


def _told(present: Present | None) -> tuple[int, int, int, int] | None:
    """How many of each role, in the order of ROLES."""
    if present is None:
        return None
    return int(present.therapist), present.caregivers, present.young_people, present.others


def _log_sum(table: Numbers) -> Numbers:
    top = table.max(axis=1)
    return np.asarray(top + np.log(np.exp(table - top[:, None]).sum(axis=1)))
