"""How a session was shared out: who spoke how much, the longest stretch, the questions. Pure.

Words that were probably not said count nowhere. Words of which nobody knows who said them count for nobody.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from fidelity.transcripts.gaps import Gap
from fidelity.transcripts.turns import EffectiveTurn
from models import SpeakerRole

#: A pause that is longer is silence and not part of anybody's talk, in seconds.
PAUSE_SECONDS = 1.0
#: A silence of the whole room that is worth listing, in seconds.
LONG_PAUSE_SECONDS = 5.0
_QUESTION = re.compile(r"[^.?!…]*\?")

#: From one second to another.
Span = tuple[float, float]


@dataclass(frozen=True)
class Talker:
    """One person; or all of one role, where the machine did not tell their voices apart."""

    role: SpeakerRole
    #: Which voice, where several have this role. Nothing where one has, or for turns of none of them.
    voice: str | None
    seconds: float
    words: int
    #: Of the time and of the words of everybody who is known, 0 to 1.
    share_of_time: float
    share_of_words: float
    #: How often they took the floor: turns that follow one another count once.
    takes: int
    turns: Sequence[EffectiveTurn] = field(repr=False)

    @property
    def key(self) -> str:
        """Names it in an address: ``therapist``, ``caregiver-B``."""
        return f"{self.role.value}-{self.voice}" if self.voice else self.role.value


@dataclass(frozen=True)
class Stretch:
    """Turns of one person with nobody else's between them."""

    turns: Sequence[EffectiveTurn] = field(repr=False)

    @property
    def start(self) -> float:
        """Second at which it begins."""
        return self.turns[0].start

    @property
    def seconds(self) -> float:
        """From its beginning to its end, pauses included."""
        return max(turn.end for turn in self.turns) - self.start


@dataclass(frozen=True)
class Question:
    """A question of the therapist."""

    turn: EffectiveTurn
    text: str


@dataclass(frozen=True)
class Talk:
    """What is shown beside a transcript."""

    people: Sequence[Talker]
    #: Of the therapist; nothing where no turn is known to be theirs.
    longest: Stretch | None
    questions: Sequence[Question] = field(repr=False)
    questions_in_ten_minutes: float
    #: All pauses of the room together, in seconds, and those that are long.
    silence: float
    pauses: Sequence[Span]
    #: Turns that count for nobody, and their part of the words that were said, 0 to 1.
    unknown: Sequence[EffectiveTurn] = field(repr=False)
    share_unknown: float
    #: Turns that were probably not said, and their part of all words, 0 to 1.
    suspect: Sequence[EffectiveTurn] = field(repr=False)
    share_suspect: float


def talk_of(turns: Sequence[EffectiveTurn], gaps: Sequence[Gap], duration: float) -> Talk:
    """``duration``: of the recording, in seconds. Gaps are no silence: somebody speaks there."""
    said = [turn for turn in turns if turn.suspect is None and turn.text]
    suspect = [turn for turn in turns if turn.suspect is not None]
    known = [turn for turn in said if turn.role is not SpeakerRole.UNKNOWN]
    unknown = [turn for turn in said if turn.role is SpeakerRole.UNKNOWN]
    questions = [question for turn in known for question in _questions(turn)]
    heard = sorted([span for turn in said for span in _spans(turn)] + [(gap.start, gap.end) for gap in gaps])
    return Talk(
        people=_people(known, said),
        longest=_longest(said),
        questions=questions,
        questions_in_ten_minutes=len(questions) / (duration / 600) if duration else 0.0,
        silence=sum(end - start for start, end in _pauses(heard, duration, PAUSE_SECONDS)),
        pauses=list(_pauses(heard, duration, LONG_PAUSE_SECONDS)),
        unknown=unknown,
        share_unknown=_part(unknown, said),
        suspect=suspect,
        share_suspect=_part(suspect, [*said, *suspect]),
    )


def _people(known: Sequence[EffectiveTurn], said: Sequence[EffectiveTurn]) -> list[Talker]:
    """Who says most comes first."""
    voices = _voices(known)
    of_whom: dict[tuple[SpeakerRole, str | None], list[EffectiveTurn]] = defaultdict(list)
    for turn in known:
        of_whom[_who(turn, voices)].append(turn)
    takes = Counter(who for who, _ in groupby(said, key=lambda turn: _who(turn, voices)))
    seconds = {
        who: _length(span for turn in theirs for span in _spans(turn)) for who, theirs in of_whom.items()
    }
    all_seconds, all_words = sum(seconds.values()) or 1.0, _words(known) or 1
    found = [
        Talker(
            role=who[0],
            voice=who[1],
            seconds=seconds[who],
            words=_words(theirs),
            share_of_time=seconds[who] / all_seconds,
            share_of_words=_words(theirs) / all_words,
            takes=takes[who],
            turns=theirs,
        )
        for who, theirs in of_whom.items()
    ]
    return sorted(found, key=lambda talker: -talker.seconds)


def _voices(known: Iterable[EffectiveTurn]) -> dict[str, SpeakerRole]:
    """Whose each voice is: that of most of its words. Some of its turns may have been named otherwise."""
    counted: dict[str, Counter[SpeakerRole]] = defaultdict(Counter)
    for turn in known:
        if turn.voice is not None:
            counted[turn.voice][turn.role] += _words([turn])
    return {voice: roles.most_common(1)[0][0] for voice, roles in counted.items()}


def _who(turn: EffectiveTurn, voices: dict[str, SpeakerRole]) -> tuple[SpeakerRole, str | None]:
    of_role = [voice for voice, role in voices.items() if role is turn.role]
    return turn.role, turn.voice if len(of_role) > 1 and turn.voice in of_role else None


def _longest(said: Sequence[EffectiveTurn]) -> Stretch | None:
    """A turn of which nobody knows who speaks ends a stretch: it may be somebody else's."""
    runs = groupby(said, key=lambda turn: turn.role is SpeakerRole.THERAPIST)
    stretches = [Stretch(list(run)) for is_therapist, run in runs if is_therapist]
    return max(stretches, key=lambda stretch: stretch.seconds, default=None)


def _questions(turn: EffectiveTurn) -> Iterator[Question]:
    if turn.role is SpeakerRole.THERAPIST:
        yield from (Question(turn, found.strip()) for found in _QUESTION.findall(turn.text))


def _spans(turn: EffectiveTurn) -> Iterator[Span]:
    """When a turn's words are spoken, without its longer pauses."""
    words = turn.segment.words[turn.first_word : turn.last_word + 1]
    if not words:
        yield turn.start, turn.end
        return
    start, end = float(words[0]["start"]), float(words[0]["end"])
    for word in words[1:]:
        if float(word["start"]) - end > PAUSE_SECONDS:
            yield start, end
            start = float(word["start"])
        end = max(end, float(word["end"]))
    yield start, end


def _length(spans: Iterable[Span]) -> float:
    """Of all together, in seconds; where they overlap, once."""
    total, until = 0.0, 0.0
    for start, end in sorted(spans):
        total += max(0.0, end - max(start, until))
        until = max(until, end)
    return total


def _pauses(heard: Sequence[Span], duration: float, least: float) -> Iterator[Span]:
    until = 0.0
    for start, end in [*heard, (duration, duration)]:
        if start - until >= least:
            yield until, start
        until = max(until, end)


def _words(turns: Iterable[EffectiveTurn]) -> int:
    return sum(len(turn.text.split()) for turn in turns)


def _part(some: Sequence[EffectiveTurn], of: Sequence[EffectiveTurn]) -> float:
    words = _words(of)
    return _words(some) / words if words else 0.0
