"""Reads a CSV file as spreadsheets write them: into lines of cells by column, or problems in words."""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from io import StringIO

from fidelity.scores.instruments import Form
from fidelity.scores.problems import Problem, quoted

LARGEST_BYTES = 5 * 1024 * 1024
MOST_LINES = 2_000
#: Longer than any reference, name, e-mail address or number.
LONGEST_CELL = 200
_DELIMITERS = ";,\t"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a file by column; ``number`` as an editor counts it, the header being 1."""

    number: int
    cells: dict[str, str]


@dataclass(slots=True)
class Read:
    """What was found. ``unread`` names columns that the instrument does not know."""

    lines: list[Line] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)


def read_csv(data: bytes, form: Form) -> Read:
    """UTF-8 with or without a mark, UTF-16 with one, or Windows-1252; comma, semicolon or tab."""
    found = Read()
    text = _text(data, found)
    if text is None:
        return found
    rows = csv.reader(StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    number = 1
    header: Sequence[str] | None = None
    try:
        for cells in rows:
            if header is None and any(cell.strip() for cell in cells):
                header = _header(cells, form, found)
                if found.problems:
                    return found
            elif header is not None and any(cell.strip() for cell in cells):
                _add(found, number, cells, header)
            number = rows.line_num + 1
            if len(found.lines) > MOST_LINES:
                found.problems = [Problem(f"There are more than {MOST_LINES:,} lines: split the file in two")]
                return found
    except csv.Error:
        found.problems.append(Problem("This line cannot be read: look for a quotation mark too many", number))
    if not found.lines and not found.problems:
        found.problems.append(Problem("There is no line with a score in this file"))
    return found


def _text(data: bytes, found: Read) -> str | None:
    """The words of the file; nothing, with a problem, where it is no text."""
    if not data.strip():
        found.problems.append(Problem("This file is empty"))
    elif len(data) > LARGEST_BYTES:
        found.problems.append(Problem("This file is larger than 5 MB"))
    elif data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        found.problems.append(Problem("This is a spreadsheet, not a CSV file: save it as CSV first"))
    else:
        for encoding in ("utf-16",) if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else ("utf-8-sig", "cp1252"):
            try:
                text = data.decode(encoding)
            except UnicodeDecodeError:
                continue
            if "\x00" not in text:
                return text
        found.problems.append(Problem("This is not a CSV file, or it is damaged: save it again as CSV"))
    return None


def _delimiter(text: str) -> str:
    """Whichever the first line with words has most of."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    return max(_DELIMITERS, key=first.count)


def _header(cells: Iterable[str], form: Form, found: Read) -> list[str]:
    names = [_plain(cell) for cell in cells]
    while names and not names[-1]:
        names.pop()
    for name in form.required:
        if name not in names:
            found.problems.append(
                Problem(
                    f"There is no column “{name}”. The first line must name: {', '.join(form.columns)}", 1
                )
            )
    if not found.problems and not any(name in names for name in form.scales):
        found.problems.append(Problem(f"There is none of the columns {', '.join(form.scales)}", 1))
    found.problems += [
        Problem(f"The column “{name}” is there twice", 1) for name in form.columns if names.count(name) > 1
    ]
    found.unread += [name[:LONGEST_CELL] for name in names if name and name not in form.columns]
    return [name if name in form.columns else "" for name in names]


def _plain(name: str) -> str:
    return "_".join(name.replace("-", " ").replace("_", " ").lower().split())


def _add(found: Read, number: int, cells: Sequence[str], header: Sequence[str]) -> None:
    if any(cell.strip() for cell in cells[len(header) :]):
        sentence = f"There are {len(cells)} cells, but {len(header)} columns: look for a delimiter too many"
        found.problems.append(Problem(sentence, number))
        return
    line = Line(number, {})
    for position, column in enumerate(header):
        cell = cells[position].strip() if position < len(cells) else ""
        if not column:
            continue
        if cell.startswith(("=", "@")):
            found.problems.append(
                Problem(f"{quoted(cell)} looks like a formula: write its value", number, column)
            )
        elif len(cell) > LONGEST_CELL:
            found.problems.append(Problem("This is too long to be right", number, column))
        line.cells[column] = cell
    found.lines.append(line)
