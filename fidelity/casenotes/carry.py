"""Begins a note from the one before it."""

from fidelity.casenotes.form import Sections, text_key, tidy
from models.words import NoteSection

_OVERARCHING = NoteSection.REFERRAL_AND_OVERARCHING_GOALS.value


def first_draft(previous: Sections | None) -> Sections:
    """An empty form, but for the overarching goals and last week's goals, which wait for a rating."""
    if previous is None:
        return tidy({})
    before = tidy(previous)
    return tidy(
        {
            _OVERARCHING: before[_OVERARCHING],
            NoteSection.PREVIOUS_GOALS.value: [
                {"goal": goal["goal"]} for goal in before[NoteSection.NEW_GOALS.value]
            ],
            text_key(NoteSection.PREVIOUS_GOALS): before[text_key(NoteSection.NEW_GOALS)],
        }
    )
