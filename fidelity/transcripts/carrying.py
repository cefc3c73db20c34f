"""Where people's namings and corrections belong in another version of the same recording. Pure.

Who speaks is carried by time: whatever was said while the therapist was named is the therapist's. A
correction is carried by its words: it is put again where the new version makes the old mistake, is not
needed where the new version reads as the person wrote, and is left for a person everywhere else.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from fidelity.transcripts.placing import MOST_APART, Version, counterpart, plain

#: How much of what a voice said must be said by one voice of the other version, both ways, to be the same.
SAME_VOICE = 0.7


@dataclass(frozen=True, slots=True)
class Words:
    """Words ``first`` to ``last`` of one turn, counted from 0."""

    turn: int
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Put:
    """Where a correction belongs, and whether it must be made again; else the words read so already."""

    words: Words
    is_needed: bool


class Opposites:
    """For every word of the new version, the old one that was said at its time."""

    def __init__(self, old: Version, new: Version) -> None:
        self.old, self.new = old, new
        order = sorted(range(len(old.words)), key=lambda i: old.words[i].middle)
        times = [old.words[i].middle for i in order]
        #: The new words that were said at the time of each old one, in reading order.
        self._new_of: dict[int, list[int]] = {}
        #: How many words an old voice has in common with a new one.
        self._voices: Counter[tuple[str | None, str | None]] = Counter()
        for index in range(len(new.words)):
            nearest = self._nearest(order, times, index)
            if nearest is not None:
                self._new_of.setdefault(nearest, []).append(index)
                self._voices[old.voice_of(nearest), new.voice_of(index)] += 1

    def said_during(self, turn: int, first: int, last: int) -> list[Words]:
        """Runs of new words that were said while some words of one old turn were, in reading order."""
        wanted = range(self.old.word(turn, first), self.old.word(turn, last) + 1)
        runs: list[Words] = []
        for index in sorted(new for old in wanted for new in self._new_of.get(old, ())):
            word = self.new.words[index]
            if runs and runs[-1].turn == word.turn and runs[-1].last == word.number - 1:
                runs[-1] = Words(word.turn, runs[-1].first, word.number)
            else:
                runs.append(Words(word.turn, word.number, word.number))
        return runs

    def same_voice(self, voice: str) -> str | None:
        """The new version's name for a voice of the old one; nothing where it tells them apart otherwise."""
        here = {new: count for (old, new), count in self._voices.items() if old == voice}
        if not here:
            return None
        best = max(here, key=lambda new: here[new])
        there = sum(count for (_, new), count in self._voices.items() if new == best)
        enough = here[best] >= SAME_VOICE * sum(here.values()) and here[best] >= SAME_VOICE * there
        return best if enough else None

    def _nearest(self, order: list[int], times: list[float], j: int) -> int | None:
        """Of the old words near in time one that reads the same, if there is one, else the nearest."""
        word = self.new.words[j]
        near = []
        for at in range(bisect_left(times, word.middle - MOST_APART), len(order)):
            if times[at] > word.middle + MOST_APART:
                break
            old = self.old.words[order[at]]
            away = abs(times[at] - word.middle)
            is_same = old.plain == word.plain and away <= MOST_APART / 3
            near.append((not is_same, away, order[at]))
        return min(near)[2] if near else None


def put_again(old: Version, words: Words, text: str, new: Version) -> Put | None:
    """Where a correction of some old words to ``text`` belongs; nothing if that is not sure.

    Where nothing was said by the person's word and nothing is written now, it is needed no more.
    """
    first, last = old.word(words.turn, words.first), old.word(words.turn, words.last)
    found = counterpart(old, first, last, new)
    written = _plain([word.text for word in old.words[first : last + 1]])
    wanted = _plain(text.split())
    if found is None:
        beside = _beside(old, first, new)
        return Put(beside, is_needed=False) if not wanted and beside else None
    begin, end = new.word(found.turn, found.first), new.word(found.turn, found.last)
    here = _plain([word.text for word in new.words[begin : end + 1]])
    there = Words(found.turn, found.first, found.last)
    if wanted and (already := _reads(new, begin, end, wanted)):
        # A person who changed a comma or a capital wants that; anybody else has their words.
        as_typed = " ".join(w.text for w in new.words[begin : end + 1]) == text
        return Put(already, is_needed=wanted == written and not as_typed)
    return Put(there, is_needed=True) if here == written else None


def _reads(new: Version, begin: int, end: int, wanted: Sequence[str]) -> Words | None:
    """The words around ``begin`` to ``end``, of the same turn, that read as wanted."""
    turn, count = new.words[begin].turn, len(wanted)
    for at in range(max(0, begin - count), end + 1):
        words = new.words[at : at + count]
        if len(words) == count and all(word.turn == turn for word in words):
            touches = at <= end and begin < at + count
            if touches and [word.plain for word in words] == list(wanted):
                return Words(turn, words[0].number, words[-1].number)
    return None


def _beside(old: Version, index: int, new: Version) -> Words | None:
    """The new word nearest in time to an old one."""
    near = new.within(old.words[index].start - MOST_APART * 4, old.words[index].end + MOST_APART * 4)
    if not near:
        return None
    word = new.words[min(near, key=lambda j: abs(new.words[j].middle - old.words[index].middle))]
    return Words(word.turn, word.number, word.number)


def _plain(texts: Sequence[str]) -> list[str]:
    return [plain(text) for text in texts]
