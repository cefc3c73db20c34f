"""Makes a row of what the tagger found: with its strength, what it rests on, and its place in the words."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from fidelity.nlp.types import SuggestedMark
from fidelity.transcripts.turns import EffectiveTurn
from models import NoteSection, Polarity, Principle, Strength, Suggestion

#: Characters of what was read as characters of the text that the row hangs on.
_Place = Callable[[int, int], tuple[int, int]]


def row_of_turn(
    mark: SuggestedMark, turn: EffectiveTurn, *, week_id: UUID, version: str, chance: float | None = None
) -> Suggestion:
    """Hung on the machine's text, which never changes; its quote is what was read.

    ``chance``: that with which it was drawn of what the machine left unmarked.
    """
    row = _row(mark, turn.text, turn.shown.to_machine, week_id, version, chance)
    row.segment_id = turn.segment.id
    return row


def row_of_note(
    mark: SuggestedMark,
    text: str,
    *,
    revision_id: UUID,
    section: NoteSection,
    week_id: UUID,
    version: str,
    chance: float | None = None,
) -> Suggestion:
    """Hung on a section of a revision, of which ``text`` is the whole."""
    row = _row(mark, text, lambda starts, ends: (starts, ends), week_id, version, chance)
    row.revision_id, row.section = revision_id, section
    return row


def _row(  # noqa: PLR0917  # only called just above
    mark: SuggestedMark, text: str, place: _Place, week_id: UUID, version: str, chance: float | None
) -> Suggestion:
    starts, ends = place(mark.start, mark.end)
    return Suggestion(
        week_id=week_id,
        starts=starts,
        ends=ends,
        quote=text[mark.start : mark.end],
        principle=Principle(mark.principle),
        polarity=Polarity(mark.polarity),
        probability=mark.probability,
        # What was left unmarked lies below the others, whatever the tagger calls it.
        strength=Strength(mark.strength) if chance is None else Strength.WEAK,
        evidence=_evidence(mark, place),
        model_version=version,
        chance=chance,
    )


def _evidence(mark: SuggestedMark, place: _Place) -> dict[str, Any]:
    """See ``Suggestion.evidence``. Words that a correction stands in for count as one."""
    weights: dict[tuple[int, int], float] = {}
    for word in mark.moved_by:
        starts, ends = place(word.start, word.end)
        if starts < ends:
            weights[starts, ends] = min(weights.get((starts, ends), 0.0) + word.weight, 1.0)
    heaviest_first = sorted(weights.items(), key=lambda item: -item[1])
    return {
        "words": [[starts, ends, round(weight, 4)] for (starts, ends), weight in heaviest_first],
        "examples": [[each.text, round(each.likeness, 4)] for each in mark.like],
    }
