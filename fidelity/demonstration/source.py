"""Reads what the demonstration is made of: see data/README.md for the shapes."""

import json
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from models import monday_of

DATA = Path(__file__).parent / "data"
RECORDING = DATA / "s01.m4a"
#: The recording is a visit of this case, on this day of last week.
RECORDED_CASE, RECORDED_WEEKDAY = "LLD-0031", 3

_WEEKEND_DAYS = 2
_LOCAL = ZoneInfo("Europe/London")


def read(name: str) -> Any:
    """One file of the demonstration."""
    return json.loads((DATA / name).read_text(encoding="utf-8"))


def monday(weeks_ago: int) -> date:
    """The Monday of a week, counted back from this one; at the weekend, from the week that begins next.

    The team meets on Fridays: after that, last week is the one that has just ended.
    """
    coming = date.today() + timedelta(days=_WEEKEND_DAYS)
    return monday_of(coming) - timedelta(weeks=weeks_ago)


def moment(day: date, hour: int) -> datetime:
    """An hour of a day, where the team is."""
    return datetime.combine(day, time(hour), tzinfo=_LOCAL)
