"""The data dictionary: every table and column, explained, from what makes the files."""

from collections.abc import Iterator
from typing import Any

from fidelity.exports.columns import FORMATS, Column, Kind
from fidelity.exports.tables import TABLES

#: The dictionary as a table of its own.
DICTIONARY = (
    Column("table", "The table’s name"),
    Column("column", "The column’s name"),
    Column("meaning", "What it says"),
    Column("type", "How it is written"),
    Column("unit", "What a number counts", empty="No number, or a plain count"),
    Column("allowed", "What can stand there, split by semicolons", empty="Not one of a few fixed words"),
    Column("empty", "What it means where nothing stands"),
    Column("is_quote", "Whether it holds words of families, left out unless asked for", Kind.YES_NO),
)


def rows_of_dictionary() -> Iterator[dict[str, Any]]:
    """One row for each column of each table, in the order of the files."""
    for table in TABLES.values():
        for column in table.columns:
            yield {
                "table": table.name,
                "column": column.name,
                "meaning": column.meaning,
                "type": FORMATS[column.kind],
                "unit": column.unit,
                "allowed": "; ".join(column.allowed),
                "empty": column.empty,
                "is_quote": column.is_quote,
            }
