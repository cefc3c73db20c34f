"""Turns the form of a note into the words that are read, tagged and quoted."""

from collections.abc import Mapping
from datetime import date

from fidelity.casenotes.form import GOAL_RATINGS, Sections, is_list, text_key, tidy
from models.words import NoteSection

# Not strftime: the words of a revision must not depend on the machine's language.
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_ENDS = (".", "!", "?", "…", ":", ";")


def texts_of(sections: Sections) -> dict[str, str]:
    """Plain text of each section that holds something, in the order of the page.

    Kept with the revision, because suggestions, marks and comments count characters in it.
    """
    whole = tidy(sections)
    texts = {section.value: _text(section, whole) for section in NoteSection}
    return {section: text for section, text in texts.items() if text}


def _text(section: NoteSection, sections: Sections) -> str:
    pasted = str(sections[text_key(section)])
    if not is_list(section):
        return pasted
    line = _previous if section is NoteSection.PREVIOUS_GOALS else _new
    goals = "\n".join(f"- {line(goal)}" for goal in sections[section.value])
    return "\n\n".join(part for part in (goals, pasted) if part)


def _previous(goal: Mapping[str, str]) -> str:
    rating = GOAL_RATINGS.get(goal["rating"], "not rated")
    return " ".join(part for part in (_ended(f"{goal['goal']} ({rating})"), goal["comment"]) if part).strip()


def _new(goal: Mapping[str, str]) -> str:
    parts = [goal["goal"]]
    for name, value in (
        ("Measure", goal["measure"]),
        ("Who", goal["owner"]),
        ("By", _day(goal["by"])),
    ):
        if value:
            parts.append(f"{name}: {value}")
    return " ".join(_ended(part) for part in parts if part)


def _ended(text: str) -> str:
    return text if text.endswith(_ENDS) else f"{text}."


def _day(text: str) -> str:
    """A date as people write it; what is no date stays as it was typed."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return text
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
