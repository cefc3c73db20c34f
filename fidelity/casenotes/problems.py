"""Says what must be put right in a note, field by field."""

from datetime import date

from fidelity.casenotes.carry import NOTHING_WAITS, Carried
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


def not_ready(sections: Sections, *, longest: int, waiting: Carried = NOTHING_WAITS) -> dict[str, str]:
    """What stands in the way of handing the note in. ``waiting``: what the notes before it left to rate."""
    whole = tidy(sections)
    if is_empty(whole):
        return {"advances": "Write something in at least one section before you hand in"}
    return too_long(whole, longest=longest) | _goal_problems(whole) | _not_rated(whole, waiting)


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


def _not_rated(sections: Sections, waiting: Carried) -> dict[str, str]:
    """Every goal of last week gets its word, also one that came to nothing."""
    key = text_key(NoteSection.PREVIOUS_GOALS)
    problems = {
        f"{NoteSection.PREVIOUS_GOALS.value}-{row}-rating": f"Choose how last week’s goal {row + 1} went. "
        "“Not met” is an answer, too: the consultation begins there"
        for row, goal in enumerate(sections[NoteSection.PREVIOUS_GOALS.value])
        if goal["goal"] and not goal["rating"]
    }
    if waiting.text and sections[key] == waiting.text:
        problems[key] = "Write beside each goal of last week how it went: met, partly or not met"
    return problems


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
