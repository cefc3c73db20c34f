"""Begins a note from those before it, and says which of their goals are still to be rated."""

from collections.abc import Sequence
from dataclasses import dataclass

from fidelity.casenotes.form import Sections, text_key, tidy
from models.words import NoteSection

_OVERARCHING = NoteSection.REFERRAL_AND_OVERARCHING_GOALS.value
_PREVIOUS, _NEW = NoteSection.PREVIOUS_GOALS.value, NoteSection.NEW_GOALS.value
_PREVIOUS_TEXT, _NEW_TEXT = text_key(NoteSection.PREVIOUS_GOALS), text_key(NoteSection.NEW_GOALS)


@dataclass(frozen=True, slots=True)
class Carried:
    """The goals that a note has to rate: those of the last note that has any, and what was pasted there."""

    goals: tuple[str, ...] = ()
    text: str = ""
    #: Which of the earlier notes they come from, counted from the newest.
    notes_ago: int = 0


NOTHING_WAITS = Carried()


def carried(earlier: Sequence[Sections]) -> Carried:
    """From the notes before one, the newest first.

    A week without a note, or a note without new goals, ends nothing: the goals before it still wait,
    unless a note in between has rated them.
    """
    rated: set[str] = set()
    is_text_answered = False
    for ago, note in enumerate(map(tidy, earlier)):
        if note[_NEW] or note[_NEW_TEXT]:
            goals = dict.fromkeys(goal["goal"] for goal in note[_NEW] if goal["goal"])
            return Carried(
                goals=tuple(goal for goal in goals if same(goal) not in rated),
                text="" if is_text_answered else note[_NEW_TEXT],
                notes_ago=ago,
            )
        rated |= {same(goal["goal"]) for goal in note[_PREVIOUS] if goal["rating"]}
        is_text_answered = is_text_answered or bool(note[_PREVIOUS_TEXT])
    return NOTHING_WAITS


def first_draft(earlier: Sequence[Sections]) -> Sections:
    """An empty form, but for the overarching goals and last week's goals, which wait for a rating."""
    if not earlier:
        return tidy({})
    waiting = carried(earlier)
    return tidy(
        {
            _OVERARCHING: tidy(earlier[0])[_OVERARCHING],
            _PREVIOUS: [{"goal": goal} for goal in waiting.goals],
            _PREVIOUS_TEXT: waiting.text,
        }
    )


def with_carried(sections: Sections, waiting: Carried) -> Sections:
    """The form with every goal in it that is still to be rated, those that it lacked last.

    A section that was pasted whole speaks for all of them.
    """
    whole = tidy(sections)
    if whole[_PREVIOUS_TEXT]:
        return whole
    there = {same(goal["goal"]) for goal in whole[_PREVIOUS]}
    lacking = [{"goal": goal} for goal in waiting.goals if same(goal) not in there]
    # Goals that were only worded anew are not asked for twice.
    room = max(len(waiting.goals) - len(whole[_PREVIOUS]), 0)
    return tidy({**whole, _PREVIOUS: whole[_PREVIOUS] + lacking[:room]})


def same(goal: str) -> str:
    """A goal without what may differ between two who mean the same."""
    return " ".join(goal.casefold().split()).rstrip(".")
