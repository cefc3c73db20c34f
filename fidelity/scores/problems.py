"""What must be put right in a file, said in words line by line."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

_LONGEST_QUOTED = 40


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing, as a sentence without its beginning; without a line it is about the whole file."""

    sentence: str
    line: int | None = None
    column: str | None = None


def quoted(cell: str, *, marks: str = "“”") -> str:
    """A cell as a sentence names it, on one line, and cut off where it is long."""
    plain = " ".join(cell.split())
    short = plain if len(plain) <= _LONGEST_QUOTED else f"{plain[:_LONGEST_QUOTED]}…"
    return f"{marks[:1]}{short}{marks[1:]}"


def begun(sentence: str) -> str:
    """With a capital, where it begins with a letter."""
    return sentence[:1].upper() + sentence[1:]


def by_line(problems: Iterable[Problem]) -> Mapping[int, Sequence[str]]:
    """What is wrong with each line, each thing once, in the order of lines."""
    found: dict[int, dict[str, None]] = {}
    for problem in problems:
        if problem.line is not None:
            found.setdefault(problem.line, {})[problem.sentence] = None
    return {line: list(found[line]) for line in sorted(found)}
