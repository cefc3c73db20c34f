"""Says what must be put right in a note, field by field."""

from datetime import date

from fidelity.casenotes.form import Sections, is_empty, text_key, tidy
from fidelity.casenotes.headings import HEADINGS
from fidelity.casenotes.texts import texts_of
from models.words import NoteSection


def too_long(sections: Sections, *, longest: int) -> dict[str, str]:
    """A sentence for each section of more than ``longest`` characters, goals and pasted text together."""
    return {
        text_key(
            NoteSection(name)
        ): f"{HEADINGS[NoteSection(name)][0]} must be {longest:,} characters or fewer. "
        f"There are {len(text):,} now"
        for name, text in texts_of(sections).items()
        if len(text) > longest
    }


def not_ready(sections: Sections, *, longest: int) -> dict[str, str]:
    """What stands in the way of handing the note in."""
    whole = tidy(sections)
    if is_empty(whole):
        return {"advances": "Write something in at least one section before you hand in"}
    return too_long(whole, longest=longest) | _goal_problems(whole)


def _goal_problems(sections: Sections) -> dict[str, str]:
    problems = {}
    for row, goal in enumerate(sections[NoteSection.NEW_GOALS.value]):
        if not goal["goal"]:
            problems[f"new_goals-{row}-goal"] = f"Say what new goal {row + 1} is, or remove it"
        if goal["by"] and not _is_day(goal["by"]):
            problems[f"new_goals-{row}-by"] = f"Enter a real date for new goal {row + 1}, such as 2026-11-24"
    for row, goal in enumerate(sections[NoteSection.PREVIOUS_GOALS.value]):
        if not goal["goal"]:
            problems[f"previous_goals-{row}-goal"] = f"Say what last week’s goal {row + 1} was, or remove it"
    return problems


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
