"""When a team talks about a week with its consultant: what is due when. Pure."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

#: Consultations are held at the wall clock of the services, summer and winter.
LOCAL = ZoneInfo("Europe/London")


def consultation_of(monday: date, *, weekday: int, at: time) -> datetime:
    """The consultation at which the week starting ``monday`` is talked about; ``weekday`` 0 is Monday.

    Therapists write the note before the weekly consultation, so it is the one in the week itself,
    not the one after its Sunday.
    """
    return datetime.combine(monday + timedelta(days=weekday), at, LOCAL)


def next_consultation(after: datetime, *, weekday: int, at: time) -> datetime:
    """The first consultation that begins later than a moment."""
    day = after.astimezone(LOCAL).date()
    first = consultation_of(day - timedelta(days=day.weekday()), weekday=weekday, at=at)
    return (
        first
        if first > after
        else consultation_of(day - timedelta(days=day.weekday() - 7), weekday=weekday, at=at)
    )


def week_number(monday: date, *, opened_on: date) -> int:
    """Which week of a case it is: 1 is the week in which the case was opened."""
    first = opened_on - timedelta(days=opened_on.weekday())
    return (monday - first).days // 7 + 1


def clock_time(moment: time) -> str:
    """``10am``, ``1:30pm``."""
    return f"{moment.hour % 12 or 12}{f':{moment.minute:02}' if moment.minute else ''}{moment:%p}".lower()


def clock_of(moment: datetime, today: datetime) -> str:
    """``2:10pm``, with the day where that is not today: ``10am on Thursday 26 November``."""
    local = moment.astimezone(LOCAL)
    if local.date() == today.astimezone(LOCAL).date():
        return clock_time(local.time())
    return f"{clock_time(local.time())} on {local:%A} {local.day} {local:%B}"
