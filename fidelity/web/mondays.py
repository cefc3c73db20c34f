"""Reads the week from an address."""

from datetime import date

from fidelity.usecases.errors import NotFound


def monday_from(text: str) -> date:
    """A Monday such as ``2026-11-16``; anything else is an address that leads nowhere."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise NotFound from None
    # Python also reads other spellings of the same day; one week has one address.
    if day.weekday() != 0 or day.isoformat() != text:
        raise NotFound
    return day
