"""Decides who speaks each turn: by its voice where voices were told apart, and by its words in any case."""

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from fidelity.speech.roles.alone import by_words_alone
from fidelity.speech.roles.features import rows_of, words_of
from fidelity.speech.roles.learn import Learnt
from fidelity.speech.roles.types import ROLES, UNKNOWN, Present, RoleGuess, Turn
from fidelity.speech.roles.voices import CLEAN, beforehand, own_evidence, roles_of, talk_evidence
from fidelity.speech.roles.weights import load

Numbers = npt.NDArray[np.float64]

#: How likely a role must be to be given; how that was chosen is said in docs/measurements/roles.md. Only
#: the therapist's words are tagged, so most is asked of those.
_ENOUGH = {"therapist": 0.7, "caregiver": 0.6, "youth": 0.6, "other": 0.6}
#: Where there is no voice to lean on.
_ENOUGH_BY_WORDS_ALONE = 0.95
#: Turns of one visit are alike, so each tells less than it would by itself: what its words weigh for its
#: voice, and beside its voice.
_FOR_VOICE, _BESIDE_VOICE = 0.7, 0.5


def decide_roles(
    turns: Sequence[Turn], present: Present | None, *, learnt: Learnt | None = None
) -> list[RoleGuess]:
    """One guess a turn, in the order of the turns, which must be the order in time.

    ``present`` is nothing where nobody has said who was there. A turn whose words go against its voice, or
    whose voice is doubtful, is UNKNOWN rather than wrong.
    """
    if not turns:
        return []
    texts, weights = [turn.text for turn in turns], learnt or load()
    likely = _by_voices(turns, weights.log_odds(rows_of(texts)), present)
    is_alone = np.array([turn.voice is None for turn in turns])
    if is_alone.any():
        likely = np.where(is_alone[:, None], by_words_alone(texts, beforehand(present), weights), likely)
    return [_guess(turn, row) for turn, row in zip(turns, likely, strict=True)]


def _guess(turn: Turn, likely: Numbers) -> RoleGuess:
    role, probability = ROLES[int(likely.argmax())], float(likely.max())
    enough = _ENOUGH_BY_WORDS_ALONE if turn.voice is None else _ENOUGH[role]
    return RoleGuess(role if probability >= enough else UNKNOWN, probability)


def _by_voices(turns: Sequence[Turn], odds: Numbers, present: Present | None) -> Numbers:
    """Turns by roles, each row adding up to one; where there is no voice, without meaning."""
    known = beforehand(present)
    evidence = [
        own_evidence(_FOR_VOICE * row, turn.voice_confidence, known)
        for turn, row in zip(turns, odds, strict=True)
    ]
    by_voice = _by_voice(turns, evidence, present)
    rows = []
    for turn, row, own in zip(turns, odds, evidence, strict=True):
        if turn.voice is None:
            rows.append(known)
            continue
        # What the other turns of the voice say: this one's words are weighed only once.
        others = by_voice[turn.voice] * np.exp(own.min() - own)
        others /= others.sum()
        right = turn.voice_confidence * CLEAN
        before = others @ right + known * float((others @ (1.0 - right)).sum())
        chances = before * np.exp(_BESIDE_VOICE * (row - row.max()))
        rows.append(chances / chances.sum())
    return np.array(rows)


def _by_voice(
    turns: Sequence[Turn], evidence: Sequence[Numbers], present: Present | None
) -> dict[str, Numbers]:
    length: dict[str, int] = defaultdict(int)
    added: dict[str, Numbers] = {}
    for turn, own in zip(turns, evidence, strict=True):
        if turn.voice is not None:
            length[turn.voice] += len(words_of(turn.text))
            added[turn.voice] = added[turn.voice] + own if turn.voice in added else own
    if not added:
        return {}
    longest_first = sorted(added, key=lambda voice: (-length[voice], voice))
    total = sum(length.values())
    evidence_of = [
        added[voice] + talk_evidence(length[voice], total, len(added))[:, None] for voice in longest_first
    ]
    found = roles_of(evidence_of, present)
    return dict(zip(longest_first, found, strict=True))
