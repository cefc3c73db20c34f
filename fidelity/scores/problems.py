"""What must be put right in a file, said in words with its line and column."""

from dataclasses import dataclass

_LONGEST_QUOTED = 40


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing; without a line it is about the whole file, without a column about the whole line."""

    sentence: str
    line: int | None = None
    column: str | None = None

    @property
    def in_words(self) -> str:
        """As in ``Line 4, column date: …``."""
        place = [f"line {self.line}"] if self.line is not None else []
        place += [f"column {self.column}"] if self.column is not None else []
        return f"{', '.join(place).capitalize()}: {self.sentence}" if place else self.sentence


def quoted(cell: str) -> str:
    """A cell as a sentence names it, cut off where it is long."""
    short = cell if len(cell) <= _LONGEST_QUOTED else f"{cell[:_LONGEST_QUOTED]}…"
    return f"“{short}”"
