"""What of a comparison fills a table, and what is said in one sentence because there are too few weeks."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from fidelity.adherence.agreement import COMPOSITE, FLOOR_PAIRS, Blank, Comparison, Row, Statistic
from fidelity.web import agreement_words
from fidelity.web.words import IN_WORDS
from models import Principle

_TOO_FEW = {Blank.NOTHING, Blank.TOO_FEW}
#: So many are named; of more their number is said.
_NAMED = 2


@dataclass(frozen=True, slots=True)
class Compared:
    """One principle, or the mean over them (``principle``: nothing)."""

    principle: Principle | None
    row: Row

    @property
    def name(self) -> str:
        """``1. Finding the fit``."""
        if self.principle is None:
            return "The mean over the principles"
        return f"{self.principle.number}. {IN_WORDS[self.principle]}"

    @property
    def missing(self) -> int:
        """Weeks that it takes until there is a number."""
        return max(FLOOR_PAIRS - self.row.n, 0)


@dataclass(frozen=True, slots=True)
class Condensed:
    """``rows`` have a number, or a reason for none that is not too few weeks; ``waiting`` have too few.

    ``notes``: why some cells of ``rows`` are blank, by the letter that stands in them.
    """

    rows: Sequence[Compared]
    waiting: Sequence[Compared]
    notes: Mapping[Blank, tuple[str, str]]

    @property
    def sentence(self) -> str:
        """Of everything that waits: how many weeks there are, and how many more it takes."""
        by_n = sorted(self.waiting, key=lambda each: -each.row.n)
        parts = [_part(list(alike)) for _, alike in groupby(by_n, key=lambda each: each.row.n)]
        return f"Not enough yet for a number, which takes {FLOOR_PAIRS} weeks: {'; '.join(parts)}."


def condensed(comparison: Comparison, statistics: Iterable[Statistic]) -> Condensed:
    """``statistics``: the columns. The mean over the principles is left to the page unless it waits, too."""
    shown = list(statistics)
    every = [
        Compared(principle, comparison.rows[principle.value])
        for principle in Principle
        if principle.value in comparison.rows
    ]
    if COMPOSITE in comparison.rows:
        every.append(Compared(None, comparison.rows[COMPOSITE]))
    waiting = [each for each in every if _waits(each.row)]
    rows = [each for each in every if each.principle and not _waits(each.row)]
    blanks = {
        figure.blank
        for each in rows
        for statistic, figure in each.row.figures.items()
        if statistic in shown and figure.blank
    }
    notes = {
        blank: (letter, agreement_words.BLANKS[blank].format(n="fewer"))
        for blank, letter in zip((each for each in Blank if each in blanks), "abcdef", strict=False)
    }
    return Condensed(rows, waiting, notes)


def _waits(row: Row) -> bool:
    return all(figure.blank in _TOO_FEW for figure in row.figures.values())


def _part(alike: Sequence[Compared]) -> str:
    """``8 principles have 1, 9 more are needed``."""
    n, missing = alike[0].row.n, alike[0].missing
    principles = [each for each in alike if each.principle]
    names = [IN_WORDS[each.principle] for each in principles if each.principle]
    if len(names) > _NAMED:
        names = [f"{len(names)} principles"]
    if len(principles) < len(alike):
        names.append("the mean over the principles")
    has = "has" if len(alike) == 1 else "have"
    return (
        f"{' and '.join(names)} {has} {n or 'none'}, {missing} more {'is' if missing == 1 else 'are'} needed"
    )
