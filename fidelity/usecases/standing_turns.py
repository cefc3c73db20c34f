"""Reads a transcript's turns as they stand, in a number of queries that does not grow with it."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, lazyload
from sqlalchemy.orm.attributes import set_committed_value

from fidelity.transcripts.turns import EffectiveTurn, effective_turns
from models import Segment, SpeakerNaming, TranscriptChange, VoiceNaming, WordCorrection


def standing_turns(
    db: Session,
    transcript_ids: Collection[UUID],
    *,
    of_segments: Collection[UUID] | None = None,
    at: datetime | None = None,
) -> dict[UUID, list[EffectiveTurn]]:
    """The turns of each transcript. ``of_segments``: of these alone. ``at``: as they stood at that moment."""
    if not transcript_ids:
        return {}
    segments = read_segments(db, transcript_ids, of_segments=of_segments)
    voices: dict[UUID, list[VoiceNaming]] = defaultdict(list)
    for naming in db.scalars(select(VoiceNaming).where(VoiceNaming.transcript_id.in_(transcript_ids))):
        voices[naming.transcript_id].append(naming)
    of_transcript: dict[UUID, list[Segment]] = {key: [] for key in transcript_ids}
    for segment in segments:
        of_transcript[segment.transcript_id].append(segment)
    return {key: effective_turns(rows, voices[key], at=at) for key, rows in of_transcript.items()}


def read_segments(
    db: Session, transcript_ids: Collection[UUID], *, of_segments: Collection[UUID] | None = None
) -> Sequence[Segment]:
    """Segments in their order, with what people changed of them."""
    wanted = select(Segment).where(Segment.transcript_id.in_(transcript_ids))
    if of_segments is not None:
        wanted = wanted.where(Segment.id.in_(of_segments))
    # A list of a thousand keys takes longer to write down than the rows take to read: changes are found
    # by the transcript. They are read afresh, also where the segment was read before.
    wanted = wanted.options(lazyload(Segment.namings), lazyload(Segment.corrections))
    segments = db.scalars(wanted.order_by(Segment.transcript_id, Segment.position)).all()
    namings = _by_segment(db, SpeakerNaming, transcript_ids)
    corrections = _by_segment(db, WordCorrection, transcript_ids)
    for segment in segments:
        set_committed_value(segment, "namings", namings.get(segment.id, []))
        set_committed_value(segment, "corrections", corrections.get(segment.id, []))
    return segments


def _by_segment(
    db: Session, table: type[SpeakerNaming] | type[WordCorrection], transcript_ids: Collection[UUID]
) -> dict[UUID, list[Any]]:
    rows: dict[UUID, list[Any]] = defaultdict(list)
    wanted = select(table).join(TranscriptChange, TranscriptChange.id == table.change_id)
    of_these = wanted.where(TranscriptChange.transcript_id.in_(transcript_ids)).order_by(table.created_at)
    found: Iterable[Any] = db.scalars(of_these.options(lazyload(table.segment)))
    for row in found:
        rows[row.segment_id].append(row)
    return rows
