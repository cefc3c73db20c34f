"""What must be corrected so that words read as a person typed them: as little as will do. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from fidelity.transcripts.matching import matcher


@dataclass(frozen=True, slots=True)
class Instead:
    """Other text for the words ``first_word`` to ``last_word`` (counted from 0) of one segment."""

    first_word: int
    last_word: int
    #: Empty where nothing was said.
    text: str


@dataclass(frozen=True, slots=True)
class Unit:
    """What can be corrected by itself: a word, or everything that a correction stands in for."""

    first_word: int
    last_word: int
    #: Word by word; none where it was corrected away.
    reads: list[str]


def least(units: Sequence[Unit], wanted: Sequence[str]) -> list[Instead]:
    """The corrections by which the units read ``wanted``; added words hang on a neighbour."""
    if not any(unit.reads for unit in units):
        return [Instead(units[0].first_word, units[-1].last_word, " ".join(wanted))] if wanted else []
    reads, begins = _shared_out(units, wanted)
    changed = []
    for begin, end in zip(begins, [*begins[1:], len(units)], strict=True):
        now = [word for each in reads[begin:end] for word in each]
        if now != [word for unit in units[begin:end] for word in unit.reads]:
            changed.append(Instead(units[begin].first_word, units[end - 1].last_word, " ".join(now)))
    return changed


def uncovered(first: int, last: int, changed: Sequence[Instead]) -> list[list[int]]:
    """The words ``first`` to ``last`` that no change touches, run by run; none where all are untouched."""
    touched = {n for each in changed for n in range(each.first_word, each.last_word + 1)}
    runs: list[list[int]] = [[]]
    for word in range(first, last + 1):
        if word in touched:
            runs.append([])
        else:
            runs[-1].append(word)
    return [run for run in runs if run] if len(runs) > 1 else []


def _shared_out(units: Sequence[Unit], wanted: Sequence[str]) -> tuple[list[list[str]], list[int]]:
    """The wanted words unit by unit; and where each group of units begins that is corrected as one."""
    before = [word for unit in units for word in unit.reads]
    unit_of = [index for index, unit in enumerate(units) for _ in unit.reads]
    reads: list[list[str]] = [[] for _ in units]
    joined: set[int] = set()
    for tag, i1, i2, j1, j2 in matcher(before, wanted).get_opcodes():
        if i2 - i1 == j2 - j1:
            for i, j in zip(range(i1, i2), range(j1, j2), strict=True):
                reads[unit_of[i]].append(wanted[j])
        elif tag == "replace":
            # Which word became which is not known: one correction stands in for all of them.
            reads[unit_of[i1]] += wanted[j1:j2]
            joined.update(range(unit_of[i1] + 1, unit_of[i2 - 1] + 1))
        elif tag == "insert":
            reads[unit_of[max(i1 - 1, 0)]] += wanted[j1:j2]
    return reads, [index for index in range(len(units)) if index not in joined]
