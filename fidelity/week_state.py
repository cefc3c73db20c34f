"""Where a case's week stands: when it is due, and whether something is missing or nothing happened. Pure."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import Enum

from fidelity.consultation import LOCAL, consultation_of

#: So long before the consultation a week that is not handed in is called due soon.
SOON = timedelta(days=1)


class State(Enum):
    """What is to be said of a week; the furthest that it has come."""

    NOT_DUE = "not_due"
    DUE_SOON = "due_soon"
    #: The consultation is over, and there is neither a note nor a reason.
    LATE = "late"
    HANDED_IN = "handed_in"
    UNDER_REVIEW = "under_review"
    REVIEWED = "reviewed"
    #: Somebody said why there is nothing. Never the same as a week of which nothing is known.
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a week, as far as whoever asks may know it."""

    due: datetime
    is_handed_in: bool = False
    is_nothing: bool = False
    is_under_review: bool = False
    is_reviewed: bool = False


def due_at(monday: date, *, weekday: int, at: time, opened_on: date) -> datetime:
    """The consultation before which the note of a week is due; ``weekday`` 0 is Monday.

    It is the one in the week itself. A case that was opened on that day or after it is talked about for
    the first time a week later, so its first week is due then.
    """
    due = consultation_of(monday, weekday=weekday, at=at)
    if opened_on < due.date():
        return due
    return consultation_of(monday + timedelta(weeks=1), weekday=weekday, at=at)


def state_of(facts: Facts, *, moment: datetime) -> State:
    """Where the week stands at a moment. What is done counts for more than what is missing."""
    if facts.is_reviewed:
        return State.REVIEWED
    if facts.is_under_review:
        return State.UNDER_REVIEW
    if facts.is_handed_in:
        return State.HANDED_IN
    if facts.is_nothing:
        return State.NOTHING
    # Two times on one wall clock are subtracted without the hour that is put forward or back between them.
    left = facts.due.astimezone(UTC) - moment
    if left <= timedelta(0):
        return State.LATE
    return State.DUE_SOON if left <= SOON else State.NOT_DUE


def day_of(due: datetime) -> date:
    """The day of a consultation, on the services' calendar."""
    return due.astimezone(LOCAL).date()
