"""Finds what a case's notes name week after week: barriers that come again, goals not met twice. Pure.

Only words are compared, so it can miss a barrier that is said in other words, and can take two that share
words for one. Whoever is told of a finding gets the sentences themselves, with their weeks.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from fidelity.word_stems import PEOPLE, stems

#: Notes in a row that name a barrier before it is said.
NOTES_IN_A_ROW = 3
#: Notes further apart than this are not in a row: at most one week between them has none.
LONGEST_PAUSE = timedelta(weeks=2)
#: Two sentences are alike if they share so much: a person's word (Mum, Dad) counts half of any other.
_LEAST_SHARED, _LEAST_PART = 1.5, 0.5
_SENTENCE = re.compile(r"(?:[^\n.!?;]|[.!?;](?=\S))+[.!?;]*")
_BULLET = re.compile(r"^\s*(?:[-*•·–—]+\s+|\(?\d{1,2}[.)]\s+)")
_ENDS = re.compile(r"[.!?;…\s]+$")


@dataclass(frozen=True, slots=True)
class Sighting:
    """One sentence of a week's note, and which of its sentences it is, from 0."""

    monday: date
    place: int
    text: str


@dataclass(frozen=True, slots=True)
class Repeated:
    """Sentences that say the same, oldest first, and the words that all of them share."""

    sightings: tuple[Sighting, ...]
    shared: tuple[str, ...]

    @property
    def last(self) -> Sighting:
        """Where it was named last."""
        return self.sightings[-1]


def repeated_barriers(notes: Iterable[tuple[date, str]], *, since: date) -> list[Repeated]:
    """What a note of Monday ``since`` or later and at least two before it, in a row, all name.

    The newest first; what is named again in a later week is said of that week alone.
    """
    return _repeated([(monday, sentences(text)) for monday, text in notes], since, NOTES_IN_A_ROW)


def goals_not_met_again(notes: Iterable[tuple[date, Sequence[str]]], *, since: date) -> list[Repeated]:
    """Goals that a note of Monday ``since`` or later and the one before it both call not met."""
    return _repeated(notes, since, 2)


def sentences(text: str) -> list[str]:
    """As people type them: a full stop or a new line ends one."""
    found = (_BULLET.sub("", each).strip() for each in _SENTENCE.findall(text))
    return [each for each in found if each]


def are_alike(one: str, other: str) -> bool:
    """Whether two sentences share enough words to be about the same thing."""
    return _shared(stems(one), stems(other)) is not None


def _repeated(notes: Iterable[tuple[date, Sequence[str]]], since: date, least: int) -> list[Repeated]:
    weeks = [_read(monday, said) for monday, said in sorted(notes, key=lambda note: note[0], reverse=True)]
    found: list[Repeated] = []
    used: set[Sighting] = set()
    for place, week in enumerate(weeks):
        if week.monday < since:
            break
        earlier = _in_a_row(weeks[place:])
        for last in week.said:
            chain, common = _chain(last, earlier)
            sightings = [sighting for sighting, _ in chain]
            # Two sentences of one note that say the same are one barrier.
            if len(chain) >= least and used.isdisjoint(sightings):
                used.update(sightings)
                found.append(Repeated(tuple(reversed(sightings)), _as_written(common, last[0].text)))
    return found


#: A sentence, and what is left of its words.
_Said = tuple[Sighting, frozenset[str]]


@dataclass(frozen=True, slots=True)
class _Week:
    monday: date
    said: Sequence[_Said]


def _read(monday: date, said: Sequence[str]) -> _Week:
    return _Week(monday, [(Sighting(monday, place, text), stems(text)) for place, text in enumerate(said)])


def _in_a_row(weeks: Sequence[_Week]) -> list[_Week]:
    """Those before the first, which is the newest, until a pause."""
    row: list[_Week] = []
    for later, earlier in pairwise(weeks):
        if later.monday - earlier.monday > LONGEST_PAUSE:
            break
        row.append(earlier)
    return row


def _chain(last: _Said, earlier: Sequence[_Week]) -> tuple[list[_Said], frozenset[str]]:
    """Back from the last note as long as each one has a sentence like the one after it."""
    chain, common = [last], last[1]
    for week in earlier:
        best: tuple[float, _Said, frozenset[str]] | None = None
        for said in week.said:
            shared = _shared(said[1], chain[-1][1])
            # A chain must not wander from one thing to the next: some word runs through all of it.
            still = (shared or frozenset()) & common
            if still - PEOPLE and (best is None or _weight(still) > best[0]):
                best = _weight(still), said, still
        if best is None:
            break
        chain.append(best[1])
        common = best[2]
    return chain, common


def _shared(one: frozenset[str], other: frozenset[str]) -> frozenset[str] | None:
    shared = one & other
    least = min(_weight(one), _weight(other))
    if not shared - PEOPLE or _weight(shared) < min(_LEAST_SHARED, least):
        return None
    return shared if _weight(shared) >= _LEAST_PART * least else None


def _weight(words: frozenset[str]) -> float:
    return sum(0.5 if word in PEOPLE else 1 for word in words)


def _as_written(common: frozenset[str], text: str) -> tuple[str, ...]:
    words = _ENDS.sub("", text).split()
    return tuple(
        dict.fromkeys(word.strip(".,:;()“”\"'’‘") for word in words if stems(word) & common - PEOPLE)
    )
