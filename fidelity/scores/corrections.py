"""A file of scores as it was read, with what is wrong beside each line: to correct and bring in again."""

from collections.abc import Iterable, Iterator

from fidelity.scores.problems import Problem, by_line
from fidelity.scores.reading import WHAT_IS_WRONG, Line, Read


def corrections(read: Read, problems: Iterable[Problem]) -> Iterator[dict[str, str]]:
    """Every line in order by column, the right ones too, so that the file is whole."""
    wrong = by_line(problems)
    for line in sorted((*read.lines, *read.broken), key=lambda line: line.number):
        yield {**line.cells, WHAT_IS_WRONG: "; ".join(wrong.get(line.number, ())) + _more(line)}


def _more(line: Line) -> str:
    return f" ({', '.join(line.more)})" if line.more else ""
