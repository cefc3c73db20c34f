"""Words as people read them, and where each stands in the machine's text, which never changes.

Marks, comments and suggestions hang on characters of the machine's text (``Segment.text``). A page shows
that text with corrections in it, so positions must be taken from one to the other, both ways. Pure.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

from fidelity.transcripts.instead import Instead, Unit, least, uncovered
from fidelity.transcripts.shown_words import ShownWord, Stretch
from models import Segment, WordCorrection


def places_of(segment: Segment) -> list[tuple[int, int]]:
    """First and last character (end not included) of each word in the segment's text.

    A segment without words counts as one word, so that nothing that is written can be lost.
    """
    text, places, cursor = segment.text, [], 0
    for word in segment.words:
        letters = str(word["text"]).strip()
        found = text.find(letters, cursor)
        starts, ends = (found, found + len(letters)) if found >= 0 else (cursor, cursor)
        places.append((starts, ends))
        cursor = ends
    if not places:
        return [(0, len(text))]
    places[0] = (0, places[0][1])
    places[-1] = (places[-1][0], len(text))
    return places


def standing(corrections: Iterable[WordCorrection]) -> list[WordCorrection]:
    """Of corrections that are in force, those that show, by their words: a later one covers an earlier."""
    kept: list[WordCorrection] = []
    by_age = sorted(corrections, key=lambda c: (c.change.created_at, c.created_at, str(c.id)))
    for new in reversed(by_age):
        if all(new.last_word < old.first_word or old.last_word < new.first_word for old in kept):
            kept.append(new)
    return sorted(kept, key=lambda c: c.first_word)


class ShownText:
    """Some words of a segment with corrections in their place."""

    def __init__(
        self,
        segment: Segment,
        corrections: Sequence[WordCorrection] = (),
        *,
        first_word: int = 0,
        last_word: int | None = None,
        places: Sequence[tuple[int, int]] | None = None,
    ) -> None:
        """``corrections``: as ``standing`` gives them. ``places``: as ``places_of`` does, where known."""
        self.segment = segment
        self.first_word = first_word
        self._known_places = places
        count = max(len(segment.words), 1)
        self.last_word = count - 1 if last_word is None else last_word
        inside = [c for c in corrections if first_word <= c.first_word <= self.last_word]
        #: Whether a person has heard every word: corrected it, or said that it is right.
        self.is_all_heard = sum(c.last_word - c.first_word + 1 for c in inside) > self.last_word - first_word
        if not inside and first_word == 0 and self.last_word == count - 1:
            # Nearly every turn of a long session: nobody asks where each of its words stands.
            self._confirmed: list[tuple[int, int]] = []
            whole = Stretch(0, self.last_word, 0, len(segment.text), segment.text, 0, is_replaced=False)
            self.stretches = [whole]
            self.text = segment.text
            return
        self._confirmed = [
            (c.first_word, last)
            for c in inside
            for last in [min(c.last_word, self.last_word)]
            if c.text == self._machine(c.first_word, last)
        ]
        self.stretches = self._stretches(inside)
        #: What is read: the stretches with a space between them.
        self.text = " ".join(stretch.text for stretch in self.stretches if stretch.text)

    @cached_property
    def _places(self) -> Sequence[tuple[int, int]]:
        return self._known_places if self._known_places is not None else places_of(self.segment)

    @property
    def machine_starts(self) -> int:
        """Where the words begin in the machine's text."""
        return self._places[self.first_word][0] if self.first_word else 0

    @property
    def machine_ends(self) -> int:
        """Where they end there."""
        is_last = self.last_word == max(len(self.segment.words), 1) - 1
        return len(self.segment.text) if is_last else self._places[self.last_word][1]

    @property
    def machine_text(self) -> str:
        """What the machine wrote for these words."""
        return self.segment.text[self.machine_starts : self.machine_ends]

    @property
    def is_corrected(self) -> bool:
        """Whether any word reads otherwise than the machine's."""
        return any(stretch.is_replaced for stretch in self.stretches)

    def to_machine(self, starts: int, ends: int) -> tuple[int, int]:
        """Characters of the shown text as characters of ``Segment.text``; a corrected range counts whole."""
        first = self._at([s.shown_ends for s in self.stretches], starts)
        last = max(self._before([s.shown_starts for s in self.stretches], ends), first)
        begin, end = self.stretches[first], self.stretches[last]
        low = begin.starts if begin.is_replaced else begin.starts + max(starts - begin.shown_starts, 0)
        high = end.ends if end.is_replaced else min(end.starts + max(ends - end.shown_starts, 0), end.ends)
        return low, max(low, high)

    def to_shown(self, starts: int, ends: int) -> tuple[int, int]:
        """Characters of ``Segment.text`` as characters of the shown text; what lies outside is cut off."""
        starts = min(max(starts, self.machine_starts), self.machine_ends)
        ends = min(max(ends, starts), self.machine_ends)
        first = self._at([s.ends for s in self.stretches], starts)
        last = max(self._before([s.starts for s in self.stretches], ends), first)
        begin, end = self.stretches[first], self.stretches[last]
        low = begin.shown_starts + (0 if begin.is_replaced else max(starts - begin.starts, 0))
        high = (
            end.shown_ends
            if end.is_replaced
            else min(end.shown_starts + max(ends - end.starts, 0), end.shown_ends)
        )
        return low, max(low, high)

    def instead(self, text: str) -> list[Instead]:
        """What must be corrected for these words to read ``text``: as little as will do, empty if nothing.

        Added words hang on a neighbour. Line ends and runs of spaces count as one space. Where a part of what
        a person has confirmed is changed, the rest of it is confirmed anew: a later correction covers the
        whole of an earlier one, and what that one had covered would come to light again.
        """
        changed = least(self._units, text.split())
        rest = [
            Instead(run[0], run[-1], self._machine(run[0], run[-1]))
            for first, last in self._confirmed
            for run in uncovered(first, last, changed)
        ]
        return sorted(changed + rest, key=lambda each: each.first_word)

    def word_at(self, position: int) -> int:
        """The segment's word in which a character of the shown text stands; of a correction its first."""
        stretch = self.stretches[self._at([s.shown_ends for s in self.stretches], position)]
        if stretch.is_replaced:
            return stretch.first_word
        at = stretch.starts + max(position - stretch.shown_starts, 0)
        ends = [end for _, end in self._places[stretch.first_word : stretch.last_word + 1]]
        return min(stretch.first_word + bisect_right(ends, at), stretch.last_word)

    @cached_property
    def words(self) -> list[ShownWord]:
        """Word by word, as they are read."""
        return [word for stretch in self.stretches for word in self._words_of(stretch)]

    @property
    def times(self) -> list[float]:
        """When each word as it is read begins, in seconds."""
        if self.is_corrected:
            return [round(word.start, 2) for word in self.words]
        return [float(word["start"]) for word in self.segment.words[self.first_word : self.last_word + 1]]

    @property
    def times_as_text(self) -> str:
        """The same with a space between them, as a page wants it."""
        if self.is_corrected:
            return " ".join(map(str, self.times))
        return " ".join(
            [str(word["start"]) for word in self.segment.words[self.first_word : self.last_word + 1]]
        )

    def _words_of(self, stretch: Stretch) -> Iterator[ShownWord]:
        runs = [(m.start(), m.end()) for m in re.finditer(r"\S+", stretch.text)]
        heard = self.segment.words[stretch.first_word : stretch.last_word + 1]
        if heard and len(heard) == len(runs):
            times = [(float(word["start"]), float(word["end"])) for word in heard]
        else:
            low = float(heard[0]["start"]) if heard else self.segment.starts_seconds
            high = float(heard[-1]["end"]) if heard else self.segment.ends_seconds
            step = (high - low) / max(len(runs), 1)
            times = [(low + n * step, low + (n + 1) * step) for n in range(len(runs))]
            heard = []
        for n, ((starts, ends), (start, end)) in enumerate(zip(runs, times, strict=True)):
            yield ShownWord(
                text=stretch.text[starts:ends],
                starts=stretch.shown_starts + starts,
                ends=stretch.shown_starts + ends,
                start=start,
                end=end,
                probability=float(heard[n]["probability"]) if heard and not stretch.is_replaced else None,
            )

    @property
    def _units(self) -> list[Unit]:
        """What can be corrected by itself: a word, or everything that a correction stands in for."""
        units: list[Unit] = []
        for stretch in self.stretches:
            if stretch.is_replaced:
                units.append(Unit(stretch.first_word, stretch.last_word, stretch.text.split()))
                continue
            for n in range(stretch.first_word, stretch.last_word + 1):
                starts, ends = self._places[n]
                units.append(Unit(n, n, self.segment.text[starts:ends].split()))
        return units

    def _stretches(self, corrections: Sequence[WordCorrection]) -> list[Stretch]:
        """The words in order, cut where a correction that reads otherwise begins or ends."""
        cuts: list[tuple[int, int, str | None]] = []
        following = self.first_word
        for correction in corrections:
            last = min(correction.last_word, self.last_word)
            if correction.text == self._machine(correction.first_word, last):
                continue
            if following < correction.first_word:
                cuts.append((following, correction.first_word - 1, None))
            cuts.append((correction.first_word, last, correction.text))
            following = last + 1
        if following <= self.last_word:
            cuts.append((following, self.last_word, None))

        stretches: list[Stretch] = []
        length = 0
        for first, last, instead in cuts:
            text = self._machine(first, last) if instead is None else instead
            length += 1 if length and text else 0  # the space between them
            starts, ends = self._places[first][0], self._places[last][1]
            stretches.append(Stretch(first, last, starts, ends, text, length, instead is not None))
            length += len(text)
        return stretches

    def _machine(self, first: int, last: int) -> str:
        return self.segment.text[self._places[first][0] : self._places[last][1]]

    @staticmethod
    def _at(ends: Sequence[int], position: int) -> int:
        """The stretch in which a range may begin: the first that ends after the position."""
        return min(bisect_right(ends, position), len(ends) - 1)

    @staticmethod
    def _before(starts: Sequence[int], position: int) -> int:
        """The stretch in which a range may end: the last that begins before the position."""
        return max(bisect_left(starts, position) - 1, 0)
