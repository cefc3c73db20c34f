"""What can be chosen in the lists of the forms for administrators."""

from collections.abc import Iterable, Sequence
from enum import Enum
from typing import Any

from fidelity.usecases.answers import WEEKDAYS
from fidelity.usecases.list_teams import TeamRow
from fidelity.web.words import IN_WORDS
from models import Person, Role, Variant

Items = list[dict[str, Any]]

_NONE_YET = ("", "Select one")


def variants(chosen: str) -> Items:
    """Kinds of MST."""
    return _items([_NONE_YET, *_of_enum(Variant)], chosen)


def weekdays(chosen: str) -> Items:
    """Days of the week, Monday first."""
    return _items([_NONE_YET, *((day, day.capitalize()) for day in WEEKDAYS)], chosen)


def roles(chosen: str, *, none_text: str = "Select one") -> Items:
    """What somebody can be; ``none_text`` stands for nothing."""
    return _items([("", none_text), *_of_enum(Role)], chosen)


def teams(rows: Sequence[TeamRow], chosen: str) -> Items:
    """Teams by name."""
    return _items([_NONE_YET, *((str(row.team.id), row.team.name) for row in rows)], chosen)


def people(persons: Iterable[Person], chosen: str, *, none_text: str = "Select one") -> Items:
    """People by name."""
    return _items([("", none_text), *((str(person.id), person.name) for person in persons)], chosen)


def any_of(pairs: Iterable[tuple[str, str]], chosen: str, *, none_text: str) -> Items:
    """A list whose first item narrows nothing."""
    return _items([("", none_text), *pairs], chosen)


def _of_enum(kind: type[Enum]) -> list[tuple[str, str]]:
    return [(member.value, IN_WORDS[member]) for member in kind]


def _items(pairs: Iterable[tuple[str, str]], chosen: str) -> Items:
    return [{"value": value, "text": text, "selected": value == chosen} for value, text in pairs]
