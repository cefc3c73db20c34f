"""Reads a CSV file as spreadsheets write them: into lines of cells by column, or problems in words."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass, field
from io import StringIO

from fidelity.scores.decoding import delimiter_of, text_of, without_delimiter_line
from fidelity.scores.instruments import Form
from fidelity.scores.problems import Problem, quoted

MOST_LINES = 2_000
#: Longer than any reference, name, e-mail address or number.
LONGEST_CELL = 200
#: Of a line that cannot be read, so much is shown.
_LONGEST_SHOWN = 300
#: In a file with corrections this says what is wrong: it is not read.
WHAT_IS_WRONG = "what_is_wrong"
_NAMES = {",": "comma", ";": "semicolon", "\t": "tab"}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a file by column; ``number`` as an editor counts it, the header being 1."""

    number: int
    cells: dict[str, str]
    #: Cells for which there is no column.
    more: Sequence[str] = ()


@dataclass(slots=True)
class Read:
    """What was found. ``broken``: lines that could not be split. ``unread``: columns nobody knows here."""

    lines: list[Line] = field(default_factory=list)
    broken: list[Line] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    #: Whether every line of the file was looked at.
    is_whole: bool = True


def read_csv(data: bytes, form: Form) -> Read:
    """UTF-8 with or without a mark, UTF-16 with one, or Windows-1252; comma, semicolon or tab."""
    text, why_not = text_of(data)
    if text is None:
        return Read(problems=[Problem(why_not)], is_whole=False)
    first, text = without_delimiter_line(text)
    return _Reading(form, text, delimiter_of(first, text), skipped=bool(first)).read()


class _Reading:
    """One file on its way to lines."""

    def __init__(self, form: Form, text: str, delimiter: str, *, skipped: bool) -> None:
        self.form, self.text, self.delimiter, self.skipped = form, text, delimiter, int(skipped)
        self.found = Read()
        self.header: Sequence[str] = ()

    def read(self) -> Read:
        found = self.found
        rows = csv.reader(StringIO(self.text, newline=""), delimiter=self.delimiter, strict=True)
        number = 1 + self.skipped
        try:
            for cells in rows:
                if any(cell.strip() for cell in cells):
                    if not self.header:
                        self._take_header(cells)
                    else:
                        self._take_line(number, cells)
                if not found.is_whole:
                    return found
                number = rows.line_num + 1 + self.skipped
        except csv.Error:
            self._stop_at(number)
        if not (found.lines or found.broken or found.problems):
            found.problems.append(Problem("there is no line with a score in this file"))
        return found

    def _stop_at(self, number: int) -> None:
        found = self.found
        said = self.text.splitlines()[number - 1 - self.skipped :][:1]
        found.broken.append(Line(number, {}, [each[:_LONGEST_SHOWN] for each in said]))
        found.problems.append(
            Problem(
                "a quotation mark is missing or too many, so that nothing from here on can be read", number
            )
        )
        found.is_whole = False

    def _take_header(self, cells: Sequence[str]) -> None:
        found, known = self.found, self.form.columns
        names = [_plain(cell) for cell in cells]
        while names and not names[-1]:
            names.pop()
        found.problems += [Problem(sentence) for sentence in _wrong_header(names, cells, self.form)]
        found.is_whole = not found.problems
        found.unread += [
            name[:LONGEST_CELL] for name in names if name and name not in known and name != WHAT_IS_WRONG
        ]
        self.header = [name if name in known else "" for name in names]

    def _take_line(self, number: int, cells: Sequence[str]) -> None:
        found, width = self.found, len(self.header)
        line = Line(
            number, dict(self._named(number, cells)), [cell.strip() for cell in cells[width:] if cell.strip()]
        )
        if line.more:
            found.broken.append(line)
            found.problems.append(Problem(self._too_many(len(cells)), number))
        else:
            found.lines.append(line)
        if len(found.lines) + len(found.broken) > MOST_LINES:
            found.lines, found.broken, found.is_whole = [], [], False
            found.problems = [
                Problem(f"the file has more than {MOST_LINES:,} lines: split it into several files")
            ]

    def _named(self, number: int, cells: Sequence[str]) -> list[tuple[str, str]]:
        """The cells of columns that are known. What is wrong with one before it is read is said here."""
        named = []
        for position, column in enumerate(self.header):
            cell = cells[position].strip() if position < len(cells) else ""
            if not column:
                continue
            cell = _without_apostrophe(cell)
            if cell.startswith(("=", "@")):
                self.found.problems.append(
                    Problem(f"{quoted(cell)} is a formula: write the value that it gives", number, column)
                )
            elif len(cell) > LONGEST_CELL:
                what = column.replace("_", " ")
                self.found.problems.append(
                    Problem(
                        f"the {what} has {len(cell)} characters, which is too long to be right",
                        number,
                        column,
                    )
                )
                cell = cell[:LONGEST_CELL]
            named.append((column, cell[:LONGEST_CELL]))
        return named

    def _too_many(self, cells: int) -> str:
        said = f"there are {cells} cells, but the first line names {len(self.header)} columns"
        if self.delimiter == ",":
            return f"{said}: write numbers with a point, or look for a comma too many"
        return f"{said}: look for a {_NAMES[self.delimiter]} too many"


def _wrong_header(names: Sequence[str], cells: Sequence[str], form: Form) -> list[str]:
    must = ", ".join(form.columns)
    missing = [name for name in form.required if name not in names]
    if len(missing) == len(form.required):
        said = quoted(", ".join(cells))
        return [f"the first line does not name the columns: it says {said}. It must name: {must}"]
    if missing:
        what = "the column" if len(missing) == 1 else "the columns"
        return [f"{what} {', '.join(missing)} cannot be found. The first line must name: {must}"]
    if not any(name in names for name in form.scales):
        return [
            f"there is none of the columns {', '.join(form.scales)}: the first line must name at least one"
        ]
    return [
        f"the column {name} is there twice: leave one of the two out"
        for name in form.columns
        if names.count(name) > 1
    ]


def _without_apostrophe(cell: str) -> str:
    """Our own files put an apostrophe before what a spreadsheet could take for a formula."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] in {"=", "+", "-", "@"} else cell


def _plain(name: str) -> str:
    return "_".join(name.replace("-", " ").replace("_", " ").lower().split())
