"""Writes a table as CSV, row by row: RFC 4180, UTF-8, and safe to open in a spreadsheet."""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from io import StringIO
from typing import Any

from fidelity.exports.columns import Column
from fidelity.exports.values import plain

#: What begins so, a spreadsheet may take for a formula and work out: an apostrophe in front stops it. Some
#: read the wide signs of East Asian keyboards as the narrow ones.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_MARK = "\ufeff"


def csv_lines(
    columns: Sequence[Column], rows: Iterable[Mapping[str, Any]], *, with_mark: bool
) -> Iterator[str]:
    """``with_mark``: begins with the sign by which Excel knows UTF-8."""
    yield (_MARK if with_mark else "") + _line([column.name for column in columns])
    for row in rows:
        yield _line([_cell(row.get(column.name)) for column in columns])


def _cell(value: Any) -> str | int | float:
    match plain(value):
        case None:
            return ""
        case bool() as answer:
            return "yes" if answer else "no"
        case str() as text:
            return f"'{text}" if text.startswith(_FORMULA) else text
        case number:
            return number


def _line(cells: Sequence[str | int | float]) -> str:
    line = StringIO()
    csv.writer(line, lineterminator="\r\n").writerow(cells)
    return line.getvalue()
