"""Finds words of one version of a transcript in another, by when they were said and how they read. Pure.

Two recognisers, or one with other settings, hear the same sound: times agree to a fraction of a second,
words mostly, and where one turn ends and the next begins often not. So words are looked for only near
their time, with the words around them for company, and are found only if they read alike. What is not
found is left for a person: a mark on the wrong words is worse than a mark that waits.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from fidelity.transcripts.matching import matcher
from fidelity.transcripts.shown import places_of
from models import Segment

#: The most by which one word's time may differ between versions, in seconds.
MOST_APART = 1.5
#: Words up to this many seconds before and after are compared too: they tell one "no" from the next.
_COMPANY = 6.0
#: How much alike words must read to be taken for the same, 0 to 1. Chosen in docs/measurements/versions.md.
ALIKE = 0.7


class Spoken(NamedTuple):
    """One word of a version."""

    #: Which of the version's turns, and which word of it, counted from 0.
    turn: int
    number: int
    #: Characters of the turn's text.
    starts: int
    ends: int
    #: Seconds.
    start: float
    end: float
    text: str
    #: What is compared: letters and digits, in lower case.
    plain: str

    @property
    def middle(self) -> float:
        """The second in the middle of the word."""
        return (self.start + self.end) / 2


class Version:
    """The words of a transcript in reading order, to be looked up by turn and by time."""

    def __init__(self, turns: Sequence[Segment]) -> None:
        self.turns = turns
        self.words: list[Spoken] = []
        self._first: list[int] = []
        for position, turn in enumerate(turns):
            self._first.append(len(self.words))
            self.words += _words_of(position, turn)
        self._first.append(len(self.words))
        self._by_time = sorted(range(len(self.words)), key=lambda i: self.words[i].middle)
        self._times = [self.words[i].middle for i in self._by_time]

    def word(self, turn: int, number: int) -> int:
        """Where the word of a turn stands among all words; the turn's nearest if it has not so many."""
        first, after = self._first[turn], self._first[turn + 1]
        return min(first + number, after - 1)

    def length(self, turn: int) -> int:
        """How many words a turn has."""
        return self._first[turn + 1] - self._first[turn]

    def voice_of(self, index: int) -> str | None:
        """Whose voice says a word, where voices were told apart."""
        return self.turns[self.words[index].turn].voice

    def within(self, start: float, end: float) -> list[int]:
        """The words said between two seconds, in reading order."""
        low, high = bisect_left(self._times, start), bisect_right(self._times, end)
        return sorted(self._by_time[low:high])

    def covering(self, turn: int, starts: int, ends: int) -> tuple[int, int]:
        """First and last word that characters of a turn touch."""
        words = range(self._first[turn], self._first[turn + 1])
        first = next((i for i in words if self.words[i].ends > starts), words[-1])
        last = next((i for i in reversed(words) if self.words[i].starts < ends), first)
        return first, max(first, last)


@dataclass(frozen=True, slots=True)
class Found:
    """Words of the other version, all of one turn: ``first`` to ``last`` of its words, counted from 0."""

    turn: int
    first: int
    last: int
    #: How much they read like the words that were looked for, 0 to 1.
    likeness: float


@dataclass(frozen=True, slots=True)
class Anchor:
    """Characters of one turn's text."""

    turn: int
    starts: int
    ends: int


def place(old: Version, anchor: Anchor, new: Version, *, alike: float = ALIKE) -> Anchor | None:
    """The same words in the other version; nothing if they are not there, or not surely."""
    first, last = old.covering(anchor.turn, anchor.starts, anchor.ends)
    found = counterpart(old, first, last, new)
    if found is None or found.likeness < alike:
        return None
    begin = new.words[new.word(found.turn, found.first)]
    end = new.words[new.word(found.turn, found.last)]
    starts = begin.starts + _into(old.words[first], anchor.starts, begin)
    ends = end.ends - _short_of(old.words[last], anchor.ends, end)
    return Anchor(found.turn, starts, ends) if starts < ends else None


def counterpart(old: Version, first: int, last: int, new: Version) -> Found | None:
    """What stands in the place of some words, however it reads; of several turns the one most alike.

    Nothing if no word is there. Every word of it was said within MOST_APART of the words looked for.
    """
    wanted = old.words[first : last + 1]
    begin, end = min(w.start for w in wanted), max(w.end for w in wanted)
    chosen: dict[int, list[int]] = {}
    for index in _opposite(old, first, last, new, begin, end):
        chosen.setdefault(new.words[index].turn, []).append(index)
    found = []
    for turn, indices in chosen.items():
        low, high = min(indices), max(indices)
        words = new.words[low : high + 1]
        if all(begin - MOST_APART <= word.middle <= end + MOST_APART for word in words):
            alike = likeness([w.plain for w in wanted], [w.plain for w in words])
            found.append(Found(turn, words[0].number, words[-1].number, alike))
    return max(found, key=lambda each: (each.likeness, -each.turn), default=None)


def likeness(old: Sequence[str], new: Sequence[str]) -> float:
    """How much of two runs of words is the same, by letters, 0 to 1; words that differ count in part."""
    same = 0.0
    for tag, i, j, k, m in matcher(old, new).get_opcodes():
        before, after = "".join(old[i:j]), "".join(new[k:m])
        if tag == "equal":
            same += len(before)
        elif tag == "replace":
            same += sum(block.size for block in matcher(before, after).get_matching_blocks())
    letters = sum(map(len, old)) + sum(map(len, new))
    return 2 * same / letters if letters else 1.0


def _opposite(  # noqa: PLR0917  # only called just above
    old: Version, first: int, last: int, new: Version, begin: float, end: float
) -> list[int]:
    """New words that are matched with a wanted one, or stand where a wanted one was heard differently."""
    before = old.within(begin - _COMPANY, end + _COMPANY)
    after = new.within(begin - _COMPANY, end + _COMPANY)
    compared = matcher([old.words[i].plain for i in before], [new.words[j].plain for j in after])
    opposite = []
    for tag, i1, i2, j1, j2 in compared.get_opcodes():
        if tag == "equal":
            for i, j in zip(before[i1:i2], after[j1:j2], strict=True):
                near = abs(old.words[i].middle - new.words[j].middle) <= MOST_APART
                if first <= i <= last and near:
                    opposite.append(j)
        elif tag == "replace":
            heard = [old.words[i] for i in before[i1:i2] if first <= i <= last]
            opposite += [
                j
                for j in after[j1:j2]
                if any(word.start <= new.words[j].middle <= word.end for word in heard)
            ]
    return opposite


def _words_of(position: int, turn: Segment) -> list[Spoken]:
    places = places_of(turn)
    if not turn.words:
        whole = (turn.starts_seconds, turn.ends_seconds, turn.text)
        return [Spoken(position, 0, 0, len(turn.text), *whole, plain(turn.text))]
    return [
        Spoken(
            position, number, starts, ends, float(word["start"]), float(word["end"]),
            turn.text[starts:ends], plain(turn.text[starts:ends]),
        )
        for number, (word, (starts, ends)) in enumerate(zip(turn.words, places, strict=True))
    ]  # fmt: skip


def plain(text: str) -> str:
    """Letters and digits in lower case; of a word that has none, the word."""
    return "".join(c for c in text.casefold() if c.isalnum()) or text.strip()


def _into(old: Spoken, starts: int, new: Spoken) -> int:
    """How far into its first word an anchor begins: as in the old word, if the new one reads the same."""
    cut = starts - old.starts
    if cut <= 0 or old.text != new.text:
        return 0
    return cut


def _short_of(old: Spoken, ends: int, new: Spoken) -> int:
    """How far before the end of its last word an anchor stops: as in the old word, or before its comma."""
    cut = old.ends - ends
    if cut <= 0:
        return 0
    if old.text == new.text:
        return cut
    only_signs = not any(c.isalnum() for c in old.text[len(old.text) - cut :])
    return len(new.text) - len(_without_end(new.text)) if only_signs else 0


def _without_end(text: str) -> str:
    while text and not text[-1].isalnum():
        text = text[:-1]
    return text or text
