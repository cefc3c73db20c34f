"""What a table to take out is made of. Its columns drive the file, and the dictionary that explains it."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from fidelity.permissions import Deed
from models import Polarity


class Kind(Enum):
    """How a value is written. Files never hold anything else."""

    ID = "id"
    TEXT = "text"
    CHOICE = "one of the allowed values"
    WHOLE = "whole number"
    DECIMAL = "number"
    YES_NO = "yes or no"
    DAY = "day"
    MOMENT = "moment"


#: What each kind looks like in a file.
FORMATS = {
    Kind.ID: "36 characters, as in addresses of the service",
    Kind.TEXT: "words",
    Kind.CHOICE: "one of the allowed values",
    Kind.WHOLE: "digits",
    Kind.DECIMAL: "digits with a point",
    Kind.YES_NO: "CSV: yes, no. JSON: true, false",
    Kind.DAY: "2026-11-19",
    Kind.MOMENT: "2026-11-19T14:05:00Z, always UTC",
}
NEVER = "Never empty"


@dataclass(frozen=True, slots=True)
class Column:
    """One column. ``empty`` says what it means where nothing stands."""

    name: str
    meaning: str
    kind: Kind = Kind.TEXT
    empty: str = NEVER
    unit: str = ""
    allowed: Sequence[str] = ()
    #: It takes more than its table does: who may not do this finds no such column.
    deed: Deed | None = None
    #: Words from a recording or note: only in a file that was asked for with them.
    is_quote: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """One table. ``deed``: what it takes to have it."""

    name: str
    title: str
    meaning: str
    columns: Sequence[Column]
    deed: Deed = Deed.EXPORT


def values_of(kind: type[Enum]) -> tuple[str, ...]:
    """How our fixed words are written in a file."""
    return tuple(written(member) for member in kind)


def written(member: Enum) -> str:
    """A fixed word. ``+`` and ``-`` would be formulas to a spreadsheet: they are written out."""
    return member.name.lower() if isinstance(member, Polarity) else str(member.value)
