"""Says where marked words can be found again: which recording and second, or which part of the note."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, lazyload, selectinload

from fidelity.transcripts.quoted import quote_of
from models import (
    ActionAnswer,
    CaseNoteRevision,
    Comment,
    Mark,
    NoteSection,
    Recording,
    RecordingStatus,
    Segment,
    Suggestion,
    Transcript,
)


@dataclass(frozen=True, slots=True)
class Place:
    """In a recording at a second, or in a section of the week's note."""

    recording_id: UUID | None = None
    #: The turn, as it stands in the transcript that was marked.
    segment_id: UUID | None = None
    seconds: float = 0.0
    section: NoteSection | None = None
    #: Number of the note's revision: a later one may say it differently.
    revision: int | None = None
    #: The words as they read, with corrections.
    quote: str = ""
    #: The recording was withdrawn: its words are not to be shown any more.
    is_withdrawn: bool = False


def locate_words(
    db: Session,
    words: Iterable[Mark | Comment | Suggestion | ActionAnswer],
    *,
    at: Mapping[UUID, datetime | None] = MappingProxyType({}),
) -> dict[UUID, Place]:
    """The place of each, by its id. Three queries, however many there are.

    An answer without evidence has none. ``at``: by id, at which moment the words are quoted; what is not in
    it is quoted as it reads now.
    """
    anchored = list(words)
    turns = _turns(db, {each.segment_id for each in anchored if each.segment_id})
    numbers = _revision_numbers(db, {each.revision_id for each in anchored if each.revision_id})
    places = {}
    for each in anchored:
        if each.starts is None or each.ends is None:
            continue
        if each.revision_id is not None:
            places[each.id] = Place(
                section=each.section, revision=numbers[each.revision_id], quote=each.quote
            )
        else:
            turn, recording_id, status = turns[each.segment_id]
            places[each.id] = Place(
                recording_id=recording_id,
                segment_id=each.segment_id,
                seconds=second_of(turn.text, turn.words, each.starts, otherwise=turn.starts_seconds),
                quote=quote_of(turn, each.starts, each.ends, each.quote, at=at.get(each.id)),
                is_withdrawn=status is RecordingStatus.WITHDRAWN,
            )
    return places


def _turns(db: Session, wanted: set[UUID]) -> dict[UUID | None, tuple[Segment, UUID, RecordingStatus]]:
    """Each turn with its corrections, its recording, and whether that is still there."""
    if not wanted:
        return {}
    rows = db.execute(
        select(Segment, Transcript.recording_id, Recording.status)
        .join(Segment.transcript)
        .join(Transcript.recording)
        .where(Segment.id.in_(wanted))
        .options(lazyload(Segment.namings), selectinload(Segment.corrections))
    )
    return {row[0].id: (row[0], row[1], row[2]) for row in rows}


def _revision_numbers(db: Session, wanted: set[UUID]) -> dict[UUID, int]:
    if not wanted:
        return {}
    numbers = select(CaseNoteRevision.id, CaseNoteRevision.number).where(CaseNoteRevision.id.in_(wanted))
    return {row.id: row.number for row in db.execute(numbers)}


def second_of(text: str, words: Sequence[dict[str, Any]], position: int, *, otherwise: float) -> float:
    """When the word at a character of a turn's text begins, in seconds; ``otherwise`` where none fits."""
    seconds, cursor = otherwise, 0
    for word in words:
        found = text.find(str(word["text"]).strip(), cursor)
        if found < 0:
            continue
        if found > position:
            break
        seconds, cursor = float(word["start"]), found + len(str(word["text"]).strip())
    return seconds
