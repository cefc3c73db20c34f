"""Reads a day as people and spreadsheets write it. What could be two days is asked, never guessed."""

import re
from collections.abc import Iterable
from datetime import date
from enum import Enum

from fidelity.scores.cells import WrongCell

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?", re.ASCII)
_SLASHED = re.compile(r"(\d{1,2})([/-])(\d{1,2})\2(\d{4})", re.ASCII)
#: With points the day always comes first.
_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", re.ASCII)
_NAMED = re.compile(r"(\d{1,2})[ -]([A-Za-z]{3,9})[ -](\d{4})", re.ASCII)
_SHORT_YEAR = re.compile(r"\d{1,2}([/.-])\d{1,2}\1\d{2}", re.ASCII)
_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
    "november", "december",
)  # fmt: skip
_EARLIEST_YEAR = 2000
_MONTHS_OF_A_YEAR = 12
_LONGEST = 20


class DayOrder(Enum):
    """What comes first where a day is written as 03/04/2026."""

    DAY_FIRST = "day_first"
    MONTH_FIRST = "month_first"


def two_days(cell: str) -> tuple[date, date] | None:
    """Both days that a cell can mean, day first and month first; nothing where it can mean only one."""
    match = _SLASHED.fullmatch(cell)
    if not match:
        return None
    first, second, year = int(match[1]), int(match[3]), int(match[4])
    if first == second or not (1 <= first <= _MONTHS_OF_A_YEAR and 1 <= second <= _MONTHS_OF_A_YEAR):
        return None
    return (date(year, second, first), date(year, first, second)) if year else None


def order_that_shows(cells: Iterable[str]) -> DayOrder | None:
    """What those cells say that can mean only one day; nothing where there is none, or they differ."""
    shown = set()
    for cell in cells:
        if (match := _SLASHED.fullmatch(cell)) and not two_days(cell) and match[1] != match[3]:
            shown.add(DayOrder.DAY_FIRST if int(match[1]) > _MONTHS_OF_A_YEAR else DayOrder.MONTH_FIRST)
    return shown.pop() if len(shown) == 1 else None


def day(cell: str, today: date, order: DayOrder | None = None) -> date:
    """``2026-11-19``, ``19/11/2026``, ``19.11.2026``, ``19 Nov 2026``; not after today. Raises WrongCell."""
    if not cell:
        raise WrongCell("the date is missing")
    if len(cell) > _LONGEST or not (numbers := _numbers(cell, order)):
        if _SHORT_YEAR.fullmatch(cell):
            raise WrongCell(f"the date {cell} has a short year: write all four figures")
        shown = cell if len(cell) <= _LONGEST else f"{cell[:_LONGEST]}…"
        raise WrongCell(f"the date “{shown}” cannot be read: write it as 2026-11-19")
    try:
        found = date(*numbers)
    except ValueError:
        how = {
            None: "",
            DayOrder.DAY_FIRST: " with the day first",
            DayOrder.MONTH_FIRST: " with the month first",
        }
        said = how[order] if _SLASHED.fullmatch(cell) else ""
        raise WrongCell(f"the date {cell} is not a day{said}") from None
    if found > today:
        raise WrongCell(f"the date {cell} has not come yet")
    if found.year < _EARLIEST_YEAR:
        raise WrongCell(f"the date {cell} is before the year {_EARLIEST_YEAR}: check the year")
    return found


def _numbers(cell: str, order: DayOrder | None) -> tuple[int, int, int] | None:
    """Year, month, day, whether there is such a day or not; nothing where the cell is written otherwise."""
    if match := _ISO.fullmatch(cell):
        return int(match[1]), int(match[2]), int(match[3])
    if match := _DOTTED.fullmatch(cell):
        return int(match[3]), int(match[2]), int(match[1])
    if match := _NAMED.fullmatch(cell):
        named = [number for number, name in enumerate(_MONTHS, 1) if name.startswith(match[2].lower())]
        return (int(match[3]), named[0], int(match[1])) if named else None
    if match := _SLASHED.fullmatch(cell):
        first, second, year = int(match[1]), int(match[3]), int(match[4])
        if order is None and (both := two_days(cell)):
            one, other = both
            raise WrongCell(
                f"the date {cell} can mean {_said(one)} or {_said(other)}: write {one} or {other}"
            )
        is_month_first = order is DayOrder.MONTH_FIRST or (order is None and second > _MONTHS_OF_A_YEAR)
        return (year, first, second) if is_month_first else (year, second, first)
    return None


def _said(day_: date) -> str:
    return f"{day_.day} {day_:%B}"
