"""What the tagger is given to read of a transcript: the therapist's turns, and what is said around them."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from fidelity.nlp.types import CONTEXT_UNITS, Speaker, Unit
from fidelity.transcripts.turns import EffectiveTurn
from models import Segment, SpeakerRole

_SPEAKERS: Mapping[SpeakerRole, Speaker] = {
    SpeakerRole.THERAPIST: "therapist",
    SpeakerRole.CAREGIVER: "caregiver",
    SpeakerRole.YOUTH: "youth",
    SpeakerRole.OTHER: "other",
    SpeakerRole.UNKNOWN: "unknown",
}


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Turns in their order with what the tagger reads of each, and the segments that it can judge by them."""

    turns: Sequence[EffectiveTurn]
    units: Sequence[Unit]
    #: By segment all that its suggestions go by: how its own words stand, and the units near them.
    scope: Mapping[UUID, Hashable]


def readable(turns: Sequence[EffectiveTurn]) -> list[tuple[EffectiveTurn, Unit]]:
    """The turns that the tagger may read, as units of one document.

    Words that were probably not said are no context either: they are left out, as if nothing stood there.
    """
    return [
        (turn, Unit(turn.text, _SPEAKERS[turn.role]))
        for turn in turns
        if turn.text.strip() and turn.suspect is None
    ]


def excerpt(turns: Sequence[EffectiveTurn], changed: Segment | None) -> Excerpt:
    """``turns``: all of a transcript, as they stand. Nothing changed alone: all of it is judged.

    Else what the changed words bear on, theirs and the turns near them, with as much beside as the tagger
    needs to find there what it would find in the whole.
    """
    own: dict[UUID, list[Hashable]] = {}
    for turn in turns:
        reading = (turn.first_word, turn.last_word, turn.text, turn.counts_as_therapist)
        own.setdefault(turn.segment.id, []).append(reading)
    read = readable(turns)
    places: dict[UUID, tuple[int, int]] = {}
    for place, (turn, _) in enumerate(read):
        first, _end = places.get(turn.segment.id, (place, place))
        places[turn.segment.id] = first, place + 1

    keys, begin, end = set(own), 0, len(read)
    if changed is not None:
        before = sum(turn.segment.position < changed.position for turn, _ in read)
        until = sum(turn.segment.position <= changed.position for turn, _ in read)
        near = read[max(before - CONTEXT_UNITS, 0) : until + CONTEXT_UNITS]
        keys = {changed.id} | {turn.segment.id for turn, _ in near}
        ranges = [places[key] for key in keys if key in places]
        begin = max(min((first for first, _ in ranges), default=0) - CONTEXT_UNITS, 0)
        end = max((last for _, last in ranges), default=0) + CONTEXT_UNITS
    scope = {key: (tuple(own[key]), _around(read, places.get(key))) for key in keys if key in own}
    return Excerpt([turn for turn, _ in read[begin:end]], [unit for _, unit in read[begin:end]], scope)


def _around(
    read: Sequence[tuple[EffectiveTurn, Unit]], place: tuple[int, int] | None
) -> tuple[tuple[Unit, ...], tuple[Unit, ...]]:
    if place is None:
        return (), ()
    first, last = place
    before, after = read[max(first - CONTEXT_UNITS, 0) : first], read[last : last + CONTEXT_UNITS]
    return tuple(unit for _, unit in before), tuple(unit for _, unit in after)
