"""Reads a transcript's turns as they stand, in a number of queries that does not grow with it."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
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
    changes, corrections = _changes(db, transcript_ids)
    namings = _namings(db, transcript_ids, changes, of_segments)
    for segment in segments:
        set_committed_value(segment, "namings", namings.get(segment.id, []))
        set_committed_value(segment, "corrections", corrections.get(segment.id, []))
    return segments


def _changes(
    db: Session, transcript_ids: Collection[UUID]
) -> tuple[dict[UUID, TranscriptChange], dict[UUID, list[WordCorrection]]]:
    """Every step, and what was corrected in it, by segment."""
    steps: dict[UUID, TranscriptChange] = {}
    corrections: dict[UUID, list[WordCorrection]] = defaultdict(list)
    wanted = (
        select(TranscriptChange, WordCorrection)
        .outerjoin(WordCorrection, WordCorrection.change_id == TranscriptChange.id)
        .where(TranscriptChange.transcript_id.in_(transcript_ids))
        .order_by(WordCorrection.created_at)
        .options(lazyload(WordCorrection.segment), lazyload(WordCorrection.change))
    )
    found: Iterable[Any] = db.execute(wanted)
    for step, correction in found:
        steps[step.id] = step
        if correction is not None:
            set_committed_value(correction, "change", step)
            corrections[correction.segment_id].append(correction)
    return steps, corrections


def _namings(
    db: Session,
    transcript_ids: Collection[UUID],
    steps: Mapping[UUID, TranscriptChange],
    of_segments: Collection[UUID] | None,
) -> dict[UUID, list[SpeakerNaming]]:
    """By segment. One step may name a thousand turns: it is not read again with each of them."""
    namings: dict[UUID, list[SpeakerNaming]] = defaultdict(list)
    wanted = (
        select(SpeakerNaming)
        .join(TranscriptChange, TranscriptChange.id == SpeakerNaming.change_id)
        .where(TranscriptChange.transcript_id.in_(transcript_ids))
        .order_by(SpeakerNaming.created_at)
        .options(lazyload(SpeakerNaming.segment), lazyload(SpeakerNaming.change))
    )
    if of_segments is not None:
        wanted = wanted.where(SpeakerNaming.segment_id.in_(of_segments))
    for naming in db.scalars(wanted):
        set_committed_value(naming, "change", steps[naming.change_id])
        namings[naming.segment_id].append(naming)
    return namings
