"""What was said, turn by turn, as an export has it: of each recording the newest transcript."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import RowMapping
from sqlalchemy.orm import Session, aliased

from fidelity.transcripts.turns import EffectiveTurn
from fidelity.usecases.export_recordings import of_transcripts
from fidelity.usecases.export_scope import Scope
from fidelity.usecases.standing_turns import standing_turns
from models import Recording, Transcript

#: Transcripts at a time: their turns, with every word and its time, are held in memory.
_AT_ONCE = 2


def rows_of_turns(db: Session, scope: Scope) -> Iterator[Mapping[str, Any]]:
    """One query, and a few for every two transcripts."""
    later = aliased(Transcript)
    newest = (
        of_transcripts(scope)
        .outerjoin(
            later, (later.recording_id == Transcript.recording_id) & (later.version > Transcript.version)
        )
        .where(later.id.is_(None))
        .order_by(Recording.visited_on, Recording.id)
    )
    all_ = db.execute(newest).mappings().all()
    for first in range(0, len(all_), _AT_ONCE):
        yield from _of_some(db, scope, all_[first : first + _AT_ONCE])


def _of_some(db: Session, scope: Scope, some: Sequence[RowMapping]) -> Iterator[Mapping[str, Any]]:
    keys = [each["transcript_id"] for each in some]
    # A file takes minutes: what was withdrawn since it was begun is not read any more.
    still = set(db.scalars(of_transcripts(scope).where(Transcript.id.in_(keys))))
    turns = standing_turns(db, [key for key in keys if key in still])
    for each in some:
        common = {name: each[name] for name in ("transcript_id", "recording_id", "case", "week")}
        for number, turn in enumerate(turns.get(each["transcript_id"], ()), 1):
            yield {**common, "number": number, **_of_turn(turn)}


def _of_turn(turn: EffectiveTurn) -> dict[str, Any]:
    return {
        "starts_seconds": turn.start,
        "ends_seconds": turn.end,
        "voice": turn.voice,
        "role": turn.role,
        "known_by": turn.known_by,
        "role_probability": turn.probability,
        "suspect_because": turn.suspect,
        "is_corrected": turn.shown.is_corrected,
        "words": len(turn.text.split()),
        "text": turn.text,
    }
