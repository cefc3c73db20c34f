"""Long lists in pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

PAGE_LENGTH = 25

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """One page of ``total`` rows; ``number`` counts from 1."""

    rows: Sequence[T]
    number: int
    total: int

    @property
    def pages(self) -> int:
        """How many there are: at least one, and be it empty."""
        return max(1, -(-self.total // PAGE_LENGTH))


def first_row(number: int, total: int) -> tuple[int, int]:
    """The page that is there, closest to the one asked for, and how many rows come before it."""
    last = max(1, -(-total // PAGE_LENGTH))
    number = min(max(number, 1), last)
    return number, (number - 1) * PAGE_LENGTH


def page_of(rows: Sequence[T], number: int) -> Page[T]:
    """A page of rows that are all at hand."""
    number, before = first_row(number, len(rows))
    return Page(rows[before : before + PAGE_LENGTH], number, len(rows))
