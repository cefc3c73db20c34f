"""A value as files hold it: words, numbers, yes or no; days and moments as ISO 8601, moments in UTC."""

from datetime import UTC, date, datetime
from enum import Enum
from typing import Any
from uuid import UUID

from fidelity.exports.columns import written


def plain(value: Any) -> str | int | float | bool | None:
    """What JSON can hold. An empty text is nothing: there is one kind of empty."""
    match value:
        case None | "":
            return None
        case Enum():
            return written(value)
        case UUID():
            return str(value)
        case datetime():
            return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        case date():
            return value.isoformat()
        case bool() | int() | float() | str():
            return value
        case _:
            raise TypeError(type(value).__name__)
