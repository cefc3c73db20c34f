"""Whose a case was in a week: a week of handing over is of both."""

from datetime import date, timedelta

from models import Case, Person


def holders_in_week(case: Case, monday: date) -> list[Person]:
    """Whoever held the case on any day of the week."""
    sunday = monday + timedelta(days=6)
    return [
        held.person
        for held in case.therapists
        if held.starts_on <= sunday and (held.ends_on is None or held.ends_on >= monday)
    ]
