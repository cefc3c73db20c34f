"""Where words stand in what was said, and how they read with others in their place. Pure.

Words are found whole, whatever their case and the punctuation around them; what people have corrected or
confirmed is left alone, and so is what runs from one speaker to the next.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from fidelity.transcripts.shown import places_of, standing
from fidelity.transcripts.turns import EffectiveTurn

#: Characters shown before and after.
_CONTEXT = 60
_WORD = re.compile(r"^(?P<before>\W*)(?P<core>\w(?:.*\w)?)(?P<after>\W*)$", re.DOTALL)
_POSSESSIVE = re.compile(r"(?P<core>.+)(?P<ending>['’]s)$", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Place:
    """Words of a segment that could be replaced, with what is said around them."""

    turn: EffectiveTurn
    first_word: int
    last_word: int
    before: str
    found: str
    after: str
    #: What would stand there.
    instead: str

    @property
    def key(self) -> str:
        """Names the place on a form, without its words."""
        return f"{self.turn.segment.id}:{self.first_word}:{self.last_word}"

    @property
    def is_suspect(self) -> bool:
        """Whether the words are probably not what was said, and nobody has listened."""
        return self.turn.suspect is not None


@dataclass(frozen=True, slots=True)
class _Heard:
    """One word as the machine wrote it, taken apart."""

    before: str
    core: str
    ending: str
    after: str

    @property
    def plain(self) -> str:
        return _fold(self.core)


def plain_words(text: str) -> tuple[str, ...]:
    """The words of a text as they are compared: without case, punctuation and possessive."""
    return tuple(plain for word in text.split() if (plain := _apart(word).plain))


def find_places(turns: Iterable[EffectiveTurn], these: Iterable[str], that: str) -> Iterator[Place]:
    """Every place of any of ``these``, in their order; of two that begin alike the longer one."""
    wanted = sorted({words for this in these if (words := plain_words(this))}, key=len, reverse=True)
    if not wanted:
        return
    first_words = {words[0] for words in wanted}
    for turn in turns:
        segment = turn.segment
        if not segment.words:
            continue
        heard = [_apart(str(word["text"]).strip()) for word in segment.words]
        left_alone = {
            n
            for c in standing(c for c in segment.corrections if c.change.counts_at(None))
            for n in range(c.first_word, c.last_word + 1)
        }
        n, last = turn.first_word, min(turn.last_word, len(heard) - 1)
        while n <= last:
            here: tuple[str, ...] = ()
            if heard[n].plain in first_words:
                here = next((w for w in wanted if _stands(heard, n, w, last, left_alone)), ())
            if not here:
                n += 1
                continue
            place = _place(turn, heard, n, n + len(here) - 1, that)
            if place.instead != place.found:
                yield place
            n += len(here)


def _stands(heard: Sequence[_Heard], n: int, words: tuple[str, ...], last: int, left_alone: set[int]) -> bool:
    end = n + len(words) - 1
    if end > last or any(k in left_alone for k in range(n, end + 1)):
        return False
    if any(heard[k].plain != word for k, word in enumerate(words, n)):
        return False
    # A comma, a full stop or a possessive inside: these are other words that only stand side by side.
    inside = [(heard[k].ending, heard[k].after, heard[k + 1].before) for k in range(n, end)]
    return all(not any(parts) for parts in inside)


def _place(turn: EffectiveTurn, heard: Sequence[_Heard], first: int, last: int, that: str) -> Place:
    shown, ranges = turn.shown, places_of(turn.segment)
    starts, ends = shown.to_shown(ranges[first][0], ranges[last][1])
    found = shown.text[starts:ends].strip()
    begin, end = heard[first], heard[last]
    cores = " ".join(word.core for word in heard[first : last + 1])
    before, after = shown.text[:starts], shown.text[ends:]
    ending = "" if _POSSESSIVE.match(that) else end.ending
    return Place(
        turn=turn,
        first_word=first,
        last_word=last,
        before=("…" if len(before) > _CONTEXT else "") + before[-_CONTEXT:],
        found=found,
        after=after[:_CONTEXT] + ("…" if len(after) > _CONTEXT else ""),
        instead=begin.before + _in_the_case_of(cores, that) + ending + end.after,
    )


def _in_the_case_of(found: str, that: str) -> str:
    """A name is written as it was typed; other words follow the case of those that they replace."""
    if not that.islower():
        return that
    if found.isupper() and len(found) > 1:
        return that.upper()
    return that[0].upper() + that[1:] if found[0].isupper() else that


def _apart(text: str) -> _Heard:
    parts = _WORD.match(text)
    if parts is None:
        return _Heard(text, "", "", "")
    if possessive := _POSSESSIVE.match(parts["core"]):
        return _Heard(parts["before"], possessive["core"], possessive["ending"], parts["after"])
    return _Heard(parts["before"], parts["core"], "", parts["after"])


def _fold(text: str) -> str:
    return unicodedata.normalize("NFC", text).replace("’", "'").casefold()
