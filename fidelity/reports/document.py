"""What a report is made of, whatever it is written as: headings, paragraphs, lists and tables."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar
from unicodedata import category
from uuid import UUID

#: Turn the direction of what follows them, or are no characters at all: no reader should meet them.
_UNWRITABLE = {*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFFFE, 0xFFFF}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page leads from here: a week or, with a review, its feedback. Files leave it out."""

    case_id: UUID
    monday: date
    review_id: UUID | None = None
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """``level`` 2 or 3; the title of the document is level 1."""

    kind: ClassVar[str] = "heading"
    text: str
    level: int = 2
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph. ``lead``: what it begins with, said in bold."""

    kind: ClassVar[str] = "text"
    text: str
    lead: str = ""


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list."""

    kind: ClassVar[str] = "bullets"
    items: Sequence[str]


@dataclass(frozen=True, slots=True)
class Table:
    """Short cells only: a row is not broken over pages. The first cell of a row is its heading."""

    kind: ClassVar[str] = "table"
    caption: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    #: How wide each column is, as parts of the whole.
    widths: Sequence[int]
    #: Where each row's numbers come from.
    places: Sequence[Place | None] = field(default=())


Block = Heading | Text | Bullets | Table


@dataclass(frozen=True, slots=True)
class Document:
    """``footer`` stands at the foot of each page, before its number."""

    title: str
    purpose: str
    footer: str
    blocks: Sequence[Block]


def with_table(blocks: Sequence[Block], place: int) -> Sequence[Block]:
    """The paragraphs and the table that follow a heading at once, so that they stay together; or nothing."""
    for end in range(place + 1, len(blocks)):
        block = blocks[end]
        if isinstance(block, Table):
            return blocks[place + 1 : end + 1]
        if not isinstance(block, Text):
            break
    return ()


def writable(text: str) -> str:
    """Without what neither XML nor a page can hold; line ends stay."""
    return "".join(
        letter
        for letter in text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
        if letter == "\n" or (category(letter) not in {"Cc", "Cs"} and ord(letter) not in _UNWRITABLE)
    )
