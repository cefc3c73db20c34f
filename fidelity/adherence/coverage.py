"""How much of the work was looked at: weeks reviewed ÷ weeks due."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum


class WeekState(Enum):
    """What became of a case's week."""

    REVIEWED = "reviewed"
    MISSING = "missing"
    NOTHING = "nothing"
    NOT_OVER = "not_over"


@dataclass(frozen=True, slots=True)
class Coverage:
    """``reviewed`` of ``due`` weeks; every reviewed week is due."""

    reviewed: int
    due: int


def state_of(week: date, *, is_reviewed: bool, is_nothing: bool, today: date) -> WeekState:
    """A week (its Monday) of a case that was open in it.

    Due once it has ended, note or no note, unless somebody said why there is nothing. A week that
    was reviewed counts, even before it has ended.
    """
    if is_reviewed:
        return WeekState.REVIEWED
    if is_nothing:
        return WeekState.NOTHING
    return WeekState.MISSING if week + timedelta(weeks=1) <= today else WeekState.NOT_OVER


def coverage(states: Iterable[WeekState]) -> Coverage:
    """Count what is reviewed and what is due."""
    counted = [state for state in states if state in (WeekState.REVIEWED, WeekState.MISSING)]
    return Coverage(reviewed=counted.count(WeekState.REVIEWED), due=len(counted))


def is_open_in(week: date, *, opened_on: date, closed_on: date | None) -> bool:
    """Whether a case was open on any day of a week (its Monday)."""
    return opened_on < week + timedelta(weeks=1) and (closed_on is None or closed_on >= week)
