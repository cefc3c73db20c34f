"""Checks lines against what a team is known to have: what can be kept, what is there, what is wrong."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from fidelity.scores.days import DayOrder
from fidelity.scores.entry import Entry, EntryReader, said
from fidelity.scores.instruments import Form
from fidelity.scores.known import Before, Key, Known
from fidelity.scores.problems import Problem
from fidelity.scores.reading import Line
from models import ScoreScale

#: Finer than any score is given.
_DECIMALS = 9


@dataclass(slots=True)
class Checked:
    """``entries`` are to be kept. ``there``: lines that say what is kept already, with what is kept."""

    entries: list[Entry] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    there: dict[int, Before] = field(default_factory=dict)


def check(
    form: Form, lines: Sequence[Line], known: Known, today: date, order: DayOrder | None = None
) -> Checked:
    """Every line is looked at, so that one reading says all that is wrong.

    A family's score that is kept already with the same number is left out, so that a file that grows from
    month to month can be brought in each time. What people say of colleagues is not compared: by trying, one
    could learn what somebody answered.
    """
    checked = Checked()
    firsts: dict[Key, Entry] = {}
    for line in lines:
        reader = EntryReader(form, line, known, today, order)
        entry = reader.entry()
        if reader.problems:
            checked.problems += reader.problems
            continue
        first, before = firsts.setdefault(entry.key, entry), known.there.get(entry.key)
        if first is not entry:
            checked.problems.append(Problem(_twice(entry, first), entry.line))
        elif before is None:
            checked.entries.append(entry)
        elif form.is_of_a_case and _is_same(entry.values, before.values):
            checked.there[entry.line] = before
        else:
            checked.problems.append(Problem(_another(before), entry.line))
    return checked


def _is_same(one: Mapping[ScoreScale, float], other: Mapping[ScoreScale, float]) -> bool:
    return {scale: round(value, _DECIMALS) for scale, value in one.items()} == {
        scale: round(value, _DECIMALS) for scale, value in other.items()
    }


def _twice(entry: Entry, first: Entry) -> str:
    if _is_same(entry.values, first.values):
        return f"it says the same as line {first.line}: leave one of the two out"
    return (
        f"it gives another score than line {first.line} for the same day and respondent: leave one of the "
        "two out"
    )


def _another(before: Before) -> str:
    how = "typed in" if before.is_typed else "brought in"
    return (
        f"a score of this day and respondent is kept already, {how} by {before.by} on "
        f"{said(before.on)}: take that one back first, or leave this line out"
    )
