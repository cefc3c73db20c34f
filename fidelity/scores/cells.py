"""Reads one cell: a day, a number, a respondent's code. What is wrong with it is said as a sentence."""

import re
from datetime import date

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)
_BRITISH = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})", re.ASCII)
_NUMBER = re.compile(r"[+-]?(\d+([.,]\d*)?|[.,]\d+)", re.ASCII)
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,19}")
_EARLIEST_YEAR = 2000


class WrongCell(ValueError):
    """A cell that cannot be taken; says why, and what to write instead."""


def day(cell: str, today: date) -> date:
    """``2026-11-19`` or ``19/11/2026``, not after today."""
    if match := _ISO.fullmatch(cell):
        year, month, day_ = map(int, match.groups())
    elif match := _BRITISH.fullmatch(cell):
        day_, month, year = map(int, match.groups())
    else:
        raise WrongCell("Write the date as 2026-11-19 or 19/11/2026")
    try:
        found = date(year, month, day_)
    except ValueError:
        raise WrongCell("There is no such day") from None
    if found > today:
        raise WrongCell("This day has not come yet")
    if found.year < _EARLIEST_YEAR:
        raise WrongCell("Check the year")
    return found


def number(cell: str, *, lowest: float, highest: float) -> float:
    """With a point or a comma before the decimals."""
    if not _NUMBER.fullmatch(cell):
        raise WrongCell("Write a number such as 0.72")
    found = float(cell.replace(",", "."))
    if not lowest <= found <= highest:
        raise WrongCell(f"The number must be from {lowest:g} to {highest:g}")
    return found


def code(cell: str) -> str:
    """Tells respondents apart, never who they are: short, and without a space, so that no name fits."""
    if not _CODE.fullmatch(cell):
        raise WrongCell("Write a code such as R1 (up to 20 letters and figures, no spaces), never a name")
    return cell.upper()
