"""Says where marked words can be found again: which recording and second, or which part of the note."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Comment, Mark, NoteSection, Recording, RecordingStatus, Segment, Suggestion, Transcript


@dataclass(frozen=True, slots=True)
class Place:
    """In a recording at a second, or in a section of the week's note."""

    recording_id: UUID | None = None
    seconds: float = 0.0
    section: NoteSection | None = None
    #: The recording was withdrawn: its words are not to be shown any more.
    is_withdrawn: bool = False


def locate_words(db: Session, words: Iterable[Mark | Comment | Suggestion]) -> dict[UUID, Place]:
    """The place of each, by its id. One query, however many there are."""
    anchored = list(words)
    wanted = {each.segment_id for each in anchored if each.segment_id}
    rows = db.execute(
        select(
            Segment.id, Segment.text, Segment.words, Segment.starts_seconds, Recording.id, Recording.status
        )
        .join(Segment.transcript)
        .join(Transcript.recording)
        .where(Segment.id.in_(wanted))
    )
    segments = {row[0]: row for row in rows} if wanted else {}
    places = {}
    for each in anchored:
        if each.segment_id is None:
            places[each.id] = Place(section=each.section)
            continue
        _, text, spoken, starts_seconds, recording_id, status = segments[each.segment_id]
        places[each.id] = Place(
            recording_id=recording_id,
            seconds=second_of(text, spoken, each.starts, otherwise=starts_seconds),
            is_withdrawn=status is RecordingStatus.WITHDRAWN,
        )
    return places


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
