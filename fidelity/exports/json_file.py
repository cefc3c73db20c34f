"""Writes a table as one JSON object, row by row: what it is, then its rows."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from fidelity.exports.columns import Column
from fidelity.exports.values import plain


def json_lines(
    about: Mapping[str, Any], columns: Sequence[Column], rows: Iterable[Mapping[str, Any]]
) -> Iterator[str]:
    """``about`` comes first; rows are objects, one a line, with every column in each."""
    head = json.dumps({key: plain(value) for key, value in about.items()}, ensure_ascii=False)
    yield f'{head[:-1]}, "columns": {json.dumps([column.name for column in columns])}, "rows": ['
    before = "\n"
    for row in rows:
        values = {column.name: plain(row.get(column.name)) for column in columns}
        yield before + json.dumps(values, ensure_ascii=False)
        before = ",\n"
    yield "\n]}\n"
