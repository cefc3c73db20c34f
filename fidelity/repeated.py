"""Finds what a case's notes name week after week: barriers that come again, goals not met twice. Pure.

Only words are compared, so it can miss a barrier that is said in other words, and can take two that share
words for one. Whoever is told of a finding gets the sentences themselves, with their weeks.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

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


def repeated_barriers(notes: Iterable[tuple[date, str]], *, until: date) -> list[Repeated]:
    """What the note of Monday ``until`` and at least two before it, in a row, all name."""
    weeks = [(monday, sentences(text)) for monday, text in sorted(notes)]
    return _repeated(weeks, until, NOTES_IN_A_ROW)


def goals_not_met_again(notes: Iterable[tuple[date, Sequence[str]]], *, until: date) -> list[Repeated]:
    """Goals that the note of Monday ``until`` and the one before it both call not met."""
    return _repeated(sorted(notes), until, 2)


def sentences(text: str) -> list[str]:
    """As people type them: a full stop or a new line ends one."""
    found = (_BULLET.sub("", each).strip() for each in _SENTENCE.findall(text))
    return [each for each in found if each]


def are_alike(one: str, other: str) -> bool:
    """Whether two sentences share enough words to be about the same thing."""
    return _shared(stems(one), stems(other)) is not None


def _repeated(notes: Sequence[tuple[date, Sequence[str]]], until: date, least: int) -> list[Repeated]:
    if not notes or notes[-1][0] != until:
        return []
    earlier = _in_a_row(notes)
    found: list[Repeated] = []
    used: set[Sighting] = set()
    for place, text in enumerate(notes[-1][1]):
        chain, common = _chain(Sighting(until, place, text), earlier)
        # Two sentences of one note that say the same are one barrier.
        if len(chain) >= least and not used & set(chain):
            used |= set(chain)
            found.append(Repeated(tuple(reversed(chain)), _as_written(common, text)))
    return found


def _in_a_row(notes: Sequence[tuple[date, Sequence[str]]]) -> list[tuple[date, Sequence[str]]]:
    """The notes before the last, newest first, until a pause."""
    row = []
    for later, earlier in zip(reversed(notes), reversed(notes[:-1]), strict=False):
        if later[0] - earlier[0] > LONGEST_PAUSE:
            break
        row.append(earlier)
    return row


def _chain(
    last: Sighting, earlier: Sequence[tuple[date, Sequence[str]]]
) -> tuple[list[Sighting], frozenset[str]]:
    """Back from the last note as long as each one has a sentence like the one after it."""
    chain, common = [last], stems(last.text)
    for monday, said in earlier:
        after = stems(chain[-1].text)
        best: tuple[float, Sighting, frozenset[str]] | None = None
        for place, text in enumerate(said):
            shared = _shared(stems(text), after)
            # A chain must not wander from one thing to the next: some word runs through all of it.
            still = (shared or frozenset()) & common
            if still - PEOPLE and (best is None or _weight(still) > best[0]):
                best = _weight(still), Sighting(monday, place, text), still
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
