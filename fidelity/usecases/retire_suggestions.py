"""Stops offering suggestions whose words are no longer the therapist's, or were probably not said."""

from collections.abc import Collection, Iterable, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from fidelity.transcripts.turns import EffectiveTurn
from models import Suggestion, now


def undecided_suggestions(
    db: Session, segment_ids: Collection[UUID] | None, week_id: UUID
) -> list[Suggestion]:
    """Those of a week that no rater has decided on and that are still offered. ``None``: of all segments."""
    wanted = select(Suggestion).where(Suggestion.week_id == week_id, Suggestion.segment_id.is_not(None))
    if segment_ids is not None:
        wanted = wanted.where(Suggestion.segment_id.in_(segment_ids))
    rows = db.scalars(wanted.where(Suggestion.retired_at.is_(None)))
    return [row for row in rows if not is_decided(row)]


def is_decided(suggestion: Suggestion) -> bool:
    """Whether it is accepted or rejected in any review."""
    return any(suggestion.decision_in(each.review_id) for each in suggestion.decisions)


def is_fit(suggestion: Suggestion, turns: Iterable[EffectiveTurn]) -> bool:
    """Whether all of its words are the therapist's and were probably said; ``turns``: of its segment."""
    touched = [turn for turn in turns if turn.covers(suggestion.starts, suggestion.ends)]
    return bool(touched) and all(turn.counts_as_therapist for turn in touched)


def still_reads(suggestion: Suggestion, turns: Iterable[EffectiveTurn]) -> bool:
    """Whether it is fit, and its words read as they did when it was made; ``turns``: of its segment."""
    turns = list(turns)
    return is_fit(suggestion, turns) and any(
        suggestion.quote in turn.text[slice(*turn.shown.to_shown(suggestion.starts, suggestion.ends))]
        for turn in turns
        if turn.covers(suggestion.starts, suggestion.ends)
    )


def retire_unfit(db: Session, week_id: UUID, turns: Sequence[EffectiveTurn]) -> None:
    """Part of the caller's transaction. ``turns``: whole segments, as they stand after the change."""
    of_segment: dict[UUID, list[EffectiveTurn]] = {}
    for turn in turns:
        of_segment.setdefault(turn.segment.id, []).append(turn)
    keys = list(of_segment) if len(of_segment) <= _FEW else None
    moment = now()
    for row in undecided_suggestions(db, keys, week_id):
        if row.segment_id in of_segment and not is_fit(row, of_segment[row.segment_id]):
            row.retired_at = moment


#: More keys than this are not written into a question to the database.
_FEW = 50
