"""Reads what a person typed into a form or behind a command, and says at which field something is wrong."""

import unicodedata
from datetime import date, datetime, time
from enum import Enum
from typing import TypeVar

from fidelity.usecases.errors import InvalidInput

E = TypeVar("E", bound=Enum)

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_LONGEST = 100
_EARLIEST_YEAR = 2000
_LATEST_YEAR = 2100
_NEVER_MEANT = {"Cc", "Cs"}
#: Turn the direction of everything after them, also of what a page says next.
_TURNING = {*map(chr, range(0x202A, 0x202F)), *map(chr, range(0x2066, 0x206A))}


def said(day: date) -> str:
    """A day as it reads in a sentence: ``19 November 2026``."""
    return f"{day.day} {day:%B %Y}"


class Answers:
    """Gathers one sentence for each field that must be put right.

    What is given back for a refused answer only fills its place: call ``check`` before using any.
    """

    def __init__(self) -> None:
        self.messages: dict[str, str] = {}

    def refuse(self, field: str, sentence: str) -> None:
        """Say what is wrong with a field; the first thing said counts."""
        self.messages.setdefault(field, sentence)

    def check(self) -> None:
        """Raise InvalidInput if anything must be put right."""
        if self.messages:
            raise InvalidInput(self.messages)

    def text(self, field: str, typed: str, *, name: str, missing: str = "") -> str:
        """One line of words, its spaces tidied. ``name`` as in "The name of the team"."""
        tidy = "".join(" " if _is_never_meant(c) else c for c in typed)
        tidy = unicodedata.normalize("NFC", " ".join(tidy.split()))
        if not tidy and missing:
            self.refuse(field, missing)
        if len(tidy) > _LONGEST:
            self.refuse(field, f"{name} must have {_LONGEST} characters or fewer")
        return tidy

    def day(self, field: str, typed: str, *, missing: str) -> date:
        """A day that must be given."""
        return self.maybe_day(field, typed) or self._refuse_day(field, missing)

    def maybe_day(self, field: str, typed: str) -> date | None:
        """A day, or nothing where nothing was typed."""
        if not typed.strip():
            return None
        try:
            day = date.fromisoformat(typed.strip())
        except ValueError:
            return self._refuse_day(field, "Enter a date such as 2026-11-19")
        if not _EARLIEST_YEAR <= day.year < _LATEST_YEAR:
            return self._refuse_day(field, "Check the year")
        return day

    def time(self, field: str, typed: str, *, missing: str) -> time:
        """A time of the day."""
        for shape in ("%H:%M", "%H:%M:%S"):
            try:
                return datetime.strptime(typed.strip(), shape).time()  # noqa: DTZ007  # a clock on a wall
            except ValueError:
                continue
        self.refuse(field, missing)
        return time()

    def choice(self, field: str, typed: str, kind: type[E], *, missing: str) -> E:
        """One of our fixed words, by its value."""
        found = next((member for member in kind if member.value == typed.strip()), None)
        if found is None:
            self.refuse(field, missing)
        return found or next(iter(kind))

    def weekday(self, field: str, typed: str, *, missing: str) -> int:
        """A day of the week by its English name: 0 is Monday."""
        if (tidy := typed.strip().lower()) in WEEKDAYS:
            return WEEKDAYS.index(tidy)
        self.refuse(field, missing)
        return 0

    def _refuse_day(self, field: str, sentence: str) -> date:
        self.refuse(field, sentence)
        return date.min


def _is_never_meant(letter: str) -> bool:
    return letter in _TURNING or unicodedata.category(letter) in _NEVER_MEANT
