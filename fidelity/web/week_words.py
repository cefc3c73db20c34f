"""Says where a week stands, when it is due and who covers: calmly, and never more than is known."""

from datetime import datetime

from fidelity.consultation import LOCAL, clock_time
from fidelity.usecases.find_evidence import FoundPlace
from fidelity.usecases.week_standing import Standing
from fidelity.web.filters import clock, nice_date, short_date
from fidelity.web.words import IN_WORDS
from fidelity.week_state import State
from models import ActionOutcome, now

#: What is said of a state, and the colour of its tag.
STATES = {
    State.NOT_DUE: ("Not due yet", "white"),
    State.DUE_SOON: ("Due soon", "yellow"),
    State.LATE: ("Late", "orange"),
    State.HANDED_IN: ("Handed in", "green"),
    State.UNDER_REVIEW: ("Under review", "blue"),
    State.REVIEWED: ("Reviewed", "green"),
    State.NOTHING: ("Nothing this week", "grey"),
}
#: What became of something agreed, and the colour of its tag.
OUTCOMES = {
    ActionOutcome.DONE: ("Done", "green"),
    ActionOutcome.PARTLY: ("Partly done", "yellow"),
    ActionOutcome.NOT_DONE: ("Not done", "orange"),
    ActionOutcome.SEEN: ("Seen", "green"),
    ActionOutcome.NOT_SEEN: ("Not seen", "white"),
}
#: How one of last week's goals went, by the note's word for it.
GOALS = {
    "met": ("Met", "green"),
    "partly": ("Partly met", "yellow"),
    "not_met": ("Not met", "orange"),
    "": ("Not rated yet", "white"),
}


def state_words(state: State) -> tuple[str, str]:
    """A state, and the colour of its tag."""
    return STATES[state]


def outcome_words(outcome: ActionOutcome) -> tuple[str, str]:
    """What became of something agreed, and the colour of its tag."""
    return OUTCOMES[outcome]


def due_sentence(standing: Standing) -> str:
    """When the note is due or was, or when the week is talked about: ``Due before 10am today``."""
    when, is_over = consultation_words(standing.due, now()), standing.due <= now()
    match standing.state:
        case State.NOT_DUE | State.DUE_SOON:
            return f"Due before {when}."
        case State.LATE:
            return f"The note was due before {when}. It can still be handed in."
        case _:
            return f"The consultation {'was' if is_over else 'is'} {_at_or_on(when)}."


def consultation_words(due: datetime, moment: datetime) -> str:
    """``10am today``, ``1:30pm tomorrow, Friday``, ``Friday at 1:30pm``, and with the date where it is far.

    A weekday alone would be read as next week's by whoever does not know what day it is.
    """
    local, clock_face = due.astimezone(LOCAL), clock_time(due.astimezone(LOCAL).time())
    match (local.date() - moment.astimezone(LOCAL).date()).days:
        case 0:
            return f"{clock_face} today"
        case 1:
            return f"{clock_face} tomorrow, {local:%A}"
        case -1:
            return f"{clock_face} yesterday, {local:%A}"
        case days if 1 < days < 6:
            return f"{local:%A} at {clock_face}"
        case _:
            return f"{nice_date(local.date())} at {clock_face}"


def _at_or_on(when: str) -> str:
    return f"at {when}" if when[0].isdigit() else f"on {when}"


def cover_sentences(standing: Standing) -> list[str]:
    """Who reviews instead of whom on the day of the consultation."""
    return [
        f"Covered by {each.covered_by.name}, because {each.person.name} is away." for each in standing.covers
    ]


def place_words(found: FoundPlace) -> str:
    """Where words stand, told from other places with the same words."""
    if found.section is not None:
        return f"In the note, “{IN_WORDS[found.section]}”: {found.around}"
    day = f" of {short_date(found.visited_on)}" if found.visited_on else ""
    return f"In the session{day}, at {clock(found.seconds)}: {found.around}"


def place_key(found: FoundPlace) -> str:
    """The same place as a form sends it back."""
    place = found.place
    if place.section is not None:
        return f"section:{place.section.value}"
    return f"turn:{place.segment_id}:{place.word}"
