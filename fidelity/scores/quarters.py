"""Quarters of the calendar: by these, services report to MST."""

from dataclasses import dataclass
from datetime import date, timedelta

_MONTHS = ("January to March", "April to June", "July to September", "October to December")


@dataclass(frozen=True, order=True, slots=True)
class Quarter:
    """``number`` is 1 to 4."""

    year: int
    number: int

    @property
    def starts_on(self) -> date:
        """Its first day."""
        return date(self.year, 3 * self.number - 2, 1)

    @property
    def ends_on(self) -> date:
        """Its last day."""
        return self.next.starts_on - timedelta(days=1)

    @property
    def next(self) -> "Quarter":
        """The one after it."""
        return Quarter(self.year + self.number // 4, self.number % 4 + 1)

    @property
    def before(self) -> "Quarter":
        """The one before it."""
        return quarter_of(self.starts_on - timedelta(days=1))

    @property
    def in_words(self) -> str:
        """``July to September 2026``."""
        return f"{_MONTHS[self.number - 1]} {self.year}"

    def __str__(self) -> str:
        """As in an address: ``2026-Q3``."""
        return f"{self.year}-Q{self.number}"


def quarter_of(day: date) -> Quarter:
    """The quarter of a day."""
    return Quarter(day.year, (day.month + 2) // 3)


def quarter_from(text: str) -> Quarter:
    """From an address. ValueError for anything else than ``2026-Q3``."""
    year, _, number = text.partition("-Q")
    found = Quarter(int(year), int(number))
    if str(found) != text or not 1 <= found.number <= 4 or not 2000 <= found.year < 2100:
        raise ValueError(text)
    return found


def last_quarters(today: date, count: int) -> list[Quarter]:
    """So many, the newest first; the first is still going on."""
    found = [quarter_of(today)]
    while len(found) < count:
        found.append(found[-1].before)
    return found
