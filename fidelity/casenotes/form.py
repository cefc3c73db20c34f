"""The form of a case note: which sections it has, and what each holds."""

import re
from collections.abc import Mapping
from typing import Any

from models.words import NoteSection

#: A note's form by section: text, or a list of goals with ``<section>_text`` for what was pasted whole.
Sections = dict[str, Any]

#: What a goal is made of, in the two sections that are lists.
GOAL_FIELDS: dict[NoteSection, tuple[str, ...]] = {
    NoteSection.PREVIOUS_GOALS: ("goal", "rating", "comment"),
    NoteSection.NEW_GOALS: ("goal", "measure", "owner", "by"),
}
#: How a goal of last week went.
GOAL_RATINGS = {"met": "met", "partly": "partly met", "not_met": "not met"}

#: Databases refuse the first of these in a text, and no reader sees any of them.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_LIST_FIELD = re.compile(r"(previous_goals|new_goals)-(\d{1,4})-([a-z]+)")


def is_list(section: NoteSection) -> bool:
    """Whether a section is a list of goals."""
    return section in GOAL_FIELDS


def text_key(section: NoteSection) -> str:
    """Where the free text of a section stands: the section itself, or the box below its list."""
    return f"{section.value}_text" if is_list(section) else section.value


def clean(text: object) -> str:
    """What was typed, with plain line ends and nothing that cannot be kept or seen."""
    lines = str(text or "").replace("\r\n", "\n").replace("\r", "\n").replace("\x0c", "\n")
    return _CONTROL.sub("", lines).strip()


def tidy(raw: Mapping[str, Any]) -> Sections:
    """The form with every section present and no empty goals, so that two of them can be compared."""
    sections: Sections = {}
    for section in NoteSection:
        value = raw.get(section.value)
        if is_list(section):
            rows = [_goal(section, row) for row in (value if isinstance(value, list) else ())]
            sections[section.value] = [row for row in rows if any(row.values())]
            # A list that was given as one text counts as pasted.
            value = value if isinstance(value, str) else raw.get(text_key(section))
        sections[text_key(section)] = clean(value) if isinstance(value, str) else ""
    return sections


def from_fields(fields: Mapping[str, str]) -> Sections:
    """The form from a page's fields: ``advances``, ``new_goals-0-goal``, ``new_goals_text`` and so on."""
    goals: dict[str, dict[int, dict[str, str]]] = {}
    for name, value in fields.items():
        if match := _LIST_FIELD.fullmatch(name):
            section, row, field = match.groups()
            goals.setdefault(section, {}).setdefault(int(row), {})[field] = value
    raw: dict[str, Any] = {section: [rows[n] for n in sorted(rows)] for section, rows in goals.items()}
    return tidy(raw | {text_key(section): fields.get(text_key(section), "") for section in NoteSection})


def to_fields(sections: Sections) -> dict[str, str]:
    """The page's fields of a form; ``from_fields`` gives it back."""
    whole, fields = tidy(sections), {}
    for section in NoteSection:
        fields[text_key(section)] = whole[text_key(section)]
        if is_list(section):
            for row, goal in enumerate(whole[section.value]):
                fields |= {f"{section.value}-{row}-{field}": value for field, value in goal.items()}
    return fields


def is_empty(sections: Sections) -> bool:
    """Whether nothing was written at all."""
    return not any(sections.values())


def _goal(section: NoteSection, row: object) -> dict[str, str]:
    given = row if isinstance(row, Mapping) else {}
    goal = {field: clean(given.get(field)) for field in GOAL_FIELDS[section]}
    if goal.get("rating", "") not in GOAL_RATINGS:
        goal.pop("rating", None)
    return {field: goal.get(field, "") for field in GOAL_FIELDS[section]}
