"""What an item says, in paragraphs: on the page and, once it is ticked off, as it was talked about. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Self

from fidelity.agenda.items import (
    Again,
    Agreed,
    AgreedThing,
    Contested,
    Differing,
    Good,
    Item,
    Missing,
    Own,
    Question,
    Unanswered,
)
from fidelity.consultation import LOCAL
from fidelity.contests import ContestState, Thing
from fidelity.nlp.types import PRINCIPLE_NAMES
from fidelity.nlp.types import Principle as Named
from models import ActionOutcome, Principle

_STATES = {
    ContestState.WAITING: "Nobody has begun to rate the week a second time.",
    ContestState.BEING_RATED: "The week is being rated a second time.",
    ContestState.TO_SETTLE: "Both ratings are done; what counts is still to be agreed.",
    ContestState.SETTLED: "Settled since.",
}
_OUTCOMES = {
    ActionOutcome.DONE: "done",
    ActionOutcome.PARTLY: "partly done",
    ActionOutcome.NOT_DONE: "not done",
}
#: Principles rated 5 that are named; of more their number is said.
_NAMED = 3


@dataclass(frozen=True, slots=True)
class Said:
    """One paragraph. ``quote``: somebody's own words. ``week``: the Monday of the note that they stand in."""

    text: str
    quote: bool = False
    by: str = ""
    week: date | None = None

    @classmethod
    def read(cls, kept: Mapping[str, Any]) -> Self:
        """From what ``as_kept`` wrote."""
        week = date.fromisoformat(kept["week"]) if kept["week"] else None
        return cls(kept["text"], kept["quote"], kept["by"], week)

    def as_kept(self) -> dict[str, Any]:
        """For ``AgendaItem.stood``."""
        week = self.week.isoformat() if self.week else None
        return {"text": self.text, "quote": self.quote, "by": self.by, "week": week}


def said(item: Item) -> list[Said]:
    """Nothing of an item of which nothing is there any more."""
    return [*_of_feedback(item), *_of_notes(item)]


def _of_feedback(item: Item) -> Iterator[Said]:
    match item.content:
        case Contested() as contested:
            yield from _contested(item, contested)
        case Differing(values):
            each = "; ".join(f"{_name(principle)} {_rated(a)} and {_rated(b)}" for principle, a, b in values)
            yield Said(f"Week of {_of(item.monday)}, first and second rating: {each}.")
        case Agreed(_, thing):
            yield Said(thing.text, quote=True)
            yield Said(" ".join((_whose(thing), *_became(thing))))
            if thing.therapist_text:
                yield Said(f"“{thing.therapist_text}”", quote=True)
        case Unanswered(_, things):
            yield from _unanswered(things)
        case Good() as good:
            yield from _good(good)


def _of_notes(item: Item) -> Iterator[Said]:
    match item.content:
        case Question(text):
            yield Said(text, quote=True)
        case Again(repeated):
            if repeated.shared:
                shared = ", ".join(repeated.shared)
                yield Said(f"In {len(repeated.sightings)} notes in a row. Words in common: {shared}.")
            for sighting in repeated.sightings:
                yield Said(sighting.text, quote=True, week=sighting.monday)
        case Missing(mondays, recordings):
            yield Said(_missing(mondays, recordings))
        case Own(text, by):
            yield Said(text, quote=True)
            yield Said(f"Added by {by}.")


def _contested(item: Item, contested: Contested) -> Iterator[Said]:
    of = _name(contested.principle) if contested.principle else ""
    thing = {
        Thing.RATING: f"The rating of {of} ({_rated(contested.value)})",
        Thing.MARK: f"Words marked for {of}",
        Thing.COMMENT: "A comment",
        Thing.WHOLE: "The feedback as a whole",
    }[contested.thing]
    yield Said(f"{thing}, week of {_of(item.monday)}. {_STATES[contested.state]}")
    if contested.text:
        yield Said(contested.text, quote=True, by=f"{contested.by}, {_of(contested.said_at)}")


def _unanswered(things: Sequence[AgreedThing]) -> Iterator[Said]:
    if not things:
        yield Said("What was agreed has been answered since.")
    for thing in things:
        yield Said(f"{thing.text} ({_whose(thing).rstrip('.')})", quote=True)


def _missing(mondays: Sequence[date], recordings: int) -> str:
    if not mondays:
        return "The notes that were missing have come since."
    days = [_of(monday) for monday in mondays]
    weeks = f"week of {days[0]}" if len(days) == 1 else f"weeks of {', '.join(days[:-1])} and {days[-1]}"
    here = (
        f"{recordings} {'recording is' if recordings == 1 else 'recordings are'} here." if recordings else ""
    )
    return f"No note, and no reason, for the {weeks}. {here or 'No recording either.'}"


def _good(good: Good) -> Iterator[Said]:
    if good.rises:
        each = "; ".join(f"{_name(rise.principle)} from {rise.before} to {rise.now}" for rise in good.rises)
        yield Said(f"Higher than last time, with words marked for it: {each}.")
    for text in good.done:
        yield Said(f"Agreed last time, done, and seen in this week: “{text}”")
    if good.strengths.strip():
        yield Said(good.strengths.strip(), quote=True, by=good.by)
    elif good.fives:
        marked = ", with words marked for it" if good.marked else ""
        fives = list(good.marked or good.fives)
        more = f" and {len(fives) - _NAMED} more" if len(fives) > _NAMED else ""
        yield Said(f"Rated 5{marked}: {', '.join(_name(each) for each in fives[:_NAMED])}{more}.")


def _whose(thing: AgreedThing) -> str:
    return f"{thing.owner or 'Nobody named'}{f', by {_of(thing.due_on)}' if thing.due_on else ''}."


def _became(thing: AgreedThing) -> Iterator[str]:
    if thing.therapist in _OUTCOMES:
        yield f"The therapist says: {_OUTCOMES[thing.therapist]}."
    elif thing.is_done:
        yield "Marked as done since."
    else:
        yield "The therapist has not said what became of it."
    if thing.rater is not None:
        saw = "saw it" if thing.rater is ActionOutcome.SEEN else "did not see it"
        yield f"The rater {saw} in the week."


def _name(principle: Principle) -> str:
    return PRINCIPLE_NAMES[Named(principle.value)].title


def _of(day: date | None) -> str:
    """``19 Nov 2026``."""
    local = day.astimezone(LOCAL) if isinstance(day, datetime) else day
    return f"{local.day} {local:%b %Y}" if local else ""


def _rated(value: int | None) -> str:
    return "not assessable" if value is None else str(value)
