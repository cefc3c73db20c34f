"""How a report says things: days, lengths, ratings, what became of something agreed."""

from datetime import date, datetime

from fidelity.agenda.items import AgreedThing
from fidelity.consultation import LOCAL, clock_time
from fidelity.contests import ContestState
from fidelity.nlp.types import PRINCIPLE_NAMES
from fidelity.nlp.types import Principle as Named
from fidelity.reports.team_week import Counted, Replied
from fidelity.week_state import State
from models import ActionOutcome, Principle, Stance

STATES = {
    State.NOT_DUE: "Not due yet",
    State.DUE_SOON: "Due soon",
    State.LATE: "Late: neither a note nor a reason",
    State.HANDED_IN: "Handed in, not reviewed yet",
    State.UNDER_REVIEW: "Under review",
    State.REVIEWED: "Reviewed",
    State.NOTHING: "Nothing this week",
}
STANCES = {Stance.ACCEPT: "accepts", Stance.EXPLAIN: "explains", Stance.CONTEST: "contests"}
_SAID = {ActionOutcome.DONE: "done", ActionOutcome.PARTLY: "partly done", ActionOutcome.NOT_DONE: "not done"}
_SEEN = {ActionOutcome.SEEN: "seen", ActionOutcome.NOT_SEEN: "not seen"}


def day(when: date) -> str:
    """``19 November 2026``."""
    local = when.astimezone(LOCAL) if isinstance(when, datetime) else when
    return f"{local.day} {local:%B %Y}"


def moment(when: datetime) -> str:
    """``19 November 2026 at 2:05pm``."""
    local = when.astimezone(LOCAL)
    return f"{day(local)} at {clock_time(local.time())}"


def length(seconds: float) -> str:
    """``1 h 5 min``; under a minute it says so."""
    minutes = round(seconds / 60)
    hours, rest = divmod(minutes, 60)
    if not minutes:
        return "under a minute"
    return " ".join(part for part in (f"{hours} h" if hours else "", f"{rest} min" if rest else "") if part)


def name(principle: Principle) -> str:
    """As the codebook calls it."""
    return PRINCIPLE_NAMES[Named(principle.value)].title


def rated(value: int | None) -> str:
    """``4``; a rating that is nothing is no low one."""
    return "not assessable" if value is None else str(value)


def maybe(value: tuple[int | None] | None) -> str:
    """The same for a rating that need not be there."""
    return "–" if value is None else rated(value[0])


def stance(said: Counted | Replied) -> str:
    """What the therapist makes of it and, where it is contested, whether that is settled."""
    if said.stance not in STANCES:
        return "no reply"
    if said.contest is None:
        return STANCES[said.stance]
    return f"{STANCES[said.stance]}, {'' if said.contest is ContestState.SETTLED else 'not '}settled"


def agreed(thing: AgreedThing) -> str:
    """What was agreed, who does it, and by when: ``Rehearse it. Person 3, by 26 November 2026.``."""
    by = f", by {day(thing.due_on)}" if thing.due_on else ""
    return f"{_ended(thing.text)} {thing.owner or 'Nobody named'}{by}."


def became(thing: AgreedThing) -> str:
    """The same, and what became of it."""
    said = [agreed(thing)]
    if thing.therapist in _SAID:
        said.append(f"The therapist says: {_SAID[thing.therapist]}.")
    elif thing.is_done:
        said.append("Marked as done.")
    else:
        said.append("The therapist has not said what became of it.")
    if thing.therapist_text:
        said.append(f"“{thing.therapist_text}”")
    if thing.rater in _SEEN:
        said.append(f"The rater: {_SEEN[thing.rater]} in the week.")
    return " ".join(said)


def _ended(text: str) -> str:
    text = text.strip()
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."
