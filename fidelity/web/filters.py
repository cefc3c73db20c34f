"""How values read on a page. Pure functions."""

from calendar import day_name
from datetime import UTC, date, datetime
from enum import Enum
from typing import Any
from zoneinfo import ZoneInfo

from flask import Flask

from fidelity.consultation import clock_time
from fidelity.transcripts.turns import EffectiveTurn
from fidelity.web import words

LOCAL = ZoneInfo("Europe/London")


def clock(seconds: float) -> str:
    """Seconds as people read a player: ``4:05``, ``1:02:03``."""
    whole = int(seconds)
    hours, minutes, rest = whole // 3600, whole // 60 % 60, whole % 60
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def nice_date(day: date) -> str:
    """``Thursday 19 November 2026``, or without its weekday for a moment's date."""
    local = day.astimezone(LOCAL) if isinstance(day, datetime) else day
    return f"{local:%A} {local.day} {local:%B %Y}"


def short_date(day: date) -> str:
    """``19 Nov 2026``."""
    local = day.astimezone(LOCAL) if isinstance(day, datetime) else day
    return f"{local.day} {local:%b %Y}"


def nice_time(moment: datetime) -> str:
    """``19 Nov 2026 at 2:05pm``, and ``at 2pm``."""
    local = moment.astimezone(LOCAL)
    return f"{short_date(local)} at {clock_time(local.time())}"


def ago(moment: datetime) -> str:
    """How long ago, roughly."""
    minutes = int((datetime.now(UTC) - moment).total_seconds() // 60)
    for size, name in ((24 * 60, "day"), (60, "hour"), (1, "minute")):
        if minutes >= size:
            count = minutes // size
            return f"{count} {name}{'s' if count > 1 else ''} ago"
    return "just now"


def weekday(number: int) -> str:
    """``Thursday``; 0 is Monday."""
    return day_name[number]


def size(count: float) -> str:
    """A number of bytes as people read it: ``3.4 GB``."""
    for unit in ("bytes", "KB", "MB", "GB"):
        if count < 1024:
            return f"{count:.0f} {unit}" if unit == "bytes" else f"{count:.1f} {unit}"
        count /= 1024
    return f"{count:.1f} TB"


def as_error_list(errors: dict[str, str]) -> list[dict[str, str]]:
    """Messages by field, as the error summary wants them."""
    return [{"text": text, "href": f"#{field}"} for field, text in errors.items()]


def error_for(errors: dict[str, str] | None, field: str) -> dict[str, str] | None:
    """The message of one field, as its component wants it."""
    return {"text": errors[field]} if errors and field in errors else None


def in_words(member: Enum) -> str:
    """How one of our fixed words is said on a page."""
    return words.IN_WORDS[member]


def speaker(turn: EffectiveTurn) -> str:
    """Who speaks a turn: ``Therapist``, and ``Probably therapist`` where only the machine says so."""
    said = words.IN_WORDS[turn.role]
    return f"Probably {said[0].lower()}{said[1:]}" if turn.is_guess else said


def options(members: type[Enum], chosen: Any = None) -> list[dict[str, Any]]:
    """An enum as the items of radios or a select; ``chosen`` is a member or its value."""
    return [
        {
            "value": member.value,
            "text": words.IN_WORDS[member],
            "checked": chosen in (member, member.value),
            "selected": chosen in (member, member.value),
        }
        for member in members
    ]


def form_errors(form: Any) -> dict[str, str]:
    """The first message of each field of a WTForms form; what belongs to no field goes to the first."""
    first = next(iter(form._fields))
    return {
        field or first: str(messages[0]).rstrip(".") for field, messages in form.errors.items() if messages
    }


def set_up(app: Flask) -> None:
    """Make them known to the templates."""
    for filter_ in (
        clock,
        nice_date,
        short_date,
        nice_time,
        ago,
        weekday,
        clock_time,
        size,
        as_error_list,
        error_for,
        in_words,
        speaker,
        options,
        form_errors,
    ):
        app.add_template_filter(filter_)
