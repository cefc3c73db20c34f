"""Reads the week from an address."""

from datetime import date

from fidelity.usecases.errors import NotFound

#: No service has weeks in other years, and calendars end in 9999.
_FIRST_YEAR, _LAST_YEAR = 2000, 2099


def monday_from(text: str) -> date:
    """A Monday such as ``2026-11-16``; anything else is an address that leads nowhere."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise NotFound from None
    # Python also reads other spellings of the same day; one week has one address.
    if day.weekday() != 0 or day.isoformat() != text or not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        raise NotFound
    return day
