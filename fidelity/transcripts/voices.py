"""Who each of the voices is that the machine told apart, and how much it says. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from fidelity.transcripts.turns import EffectiveTurn, KnownBy
from models import SpeakerRole


@dataclass(frozen=True, slots=True)
class VoiceHeard:
    """One voice of one transcript."""

    voice: str
    role: SpeakerRole
    #: VOICE where a person has said it, else MACHINE or NOTHING.
    known_by: KnownBy
    #: Its words ÷ all words, 0 to 1.
    share: float
    #: How many turns it has, and in how many of them a person has said that somebody else speaks.
    turns: int
    others: int


def voices_heard(turns: Sequence[EffectiveTurn], named: Mapping[str, SpeakerRole]) -> list[VoiceHeard]:
    """Those that say most first. ``named``: who people say the voices are."""
    words: Counter[str] = Counter()
    for turn in turns:
        if turn.voice is not None:
            words[turn.voice] += _length(turn)
    total = sum(map(_length, turns)) or 1
    return [
        _heard(voice, [turn for turn in turns if turn.voice == voice], named.get(voice), count / total)
        for voice, count in words.most_common()
    ]


def _heard(voice: str, turns: Sequence[EffectiveTurn], named: SpeakerRole | None, share: float) -> VoiceHeard:
    role = named or _guess(turns)
    known_by = KnownBy.VOICE if named else KnownBy.MACHINE
    if named is None and role is SpeakerRole.UNKNOWN:
        known_by = KnownBy.NOTHING
    others = sum(turn.known_by is KnownBy.TURN and turn.role is not role for turn in turns)
    return VoiceHeard(voice, role, known_by, share, len(turns), others)


def _guess(turns: Iterable[EffectiveTurn]) -> SpeakerRole:
    """What the machine holds of most of its words."""
    guesses: Counter[SpeakerRole] = Counter()
    for turn in turns:
        guesses[turn.segment.machine_role] += _length(turn)
    return guesses.most_common(1)[0][0]


def _length(turn: EffectiveTurn) -> int:
    return turn.last_word - turn.first_word + 1
