"""Says where marked words can be found again: which recording and second, or which part of the note."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased, lazyload, selectinload

from fidelity.transcripts.quoted import quote_of
from fidelity.usecases.find_newer import Newer, OldWords, find_newer_sections, find_newer_turns
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
    #: Number of that transcript among the versions of the recording's words.
    version: int | None = None
    section: NoteSection | None = None
    #: Number of the note's revision.
    revision: int | None = None
    #: The words as they read, with corrections.
    quote: str = ""
    #: The recording was withdrawn: its words are not to be shown any more.
    is_withdrawn: bool = False
    #: That there is a newer version, and where the words stand in it; nothing where this is the newest.
    newer: Newer | None = None


class _Turn(NamedTuple):
    """A turn with its corrections, and what is known of its version and recording."""

    segment: Segment
    version: int
    newest: int
    recording_id: UUID
    status: RecordingStatus


class _Revision(NamedTuple):
    number: int
    newest: int


def locate_words(
    db: Session,
    words: Iterable[Mark | Comment | Suggestion | ActionAnswer],
    *,
    at: Mapping[UUID, datetime | None] = MappingProxyType({}),
) -> dict[UUID, Place]:
    """The place of each, by its id. Two queries, and four more where there are newer versions.

    An answer without evidence has none. ``at``: by id, at which moment the words are quoted; what is not in
    it is quoted as it reads now.
    """
    anchored = [each for each in words if each.starts is not None and each.ends is not None]
    turns = _turns(db, {each.segment_id for each in anchored if each.segment_id})
    revisions = _revisions(db, {each.revision_id for each in anchored if each.revision_id})
    newer = _newer(db, anchored, turns, revisions)
    places = {}
    for each in anchored:
        if each.revision_id is not None:
            places[each.id] = Place(
                section=each.section,
                revision=revisions[each.revision_id].number,
                quote=each.quote,
                newer=newer.get(each.id),
            )
        elif each.segment_id is not None and each.starts is not None and each.ends is not None:
            turn = turns[each.segment_id]
            said = turn.segment
            places[each.id] = Place(
                recording_id=turn.recording_id,
                segment_id=each.segment_id,
                seconds=second_of(said.text, said.words, each.starts, otherwise=said.starts_seconds),
                version=turn.version,
                quote=quote_of(said, each.starts, each.ends, each.quote, at=at.get(each.id)),
                is_withdrawn=turn.status is RecordingStatus.WITHDRAWN,
                newer=newer.get(each.id),
            )
    return places


def _turns(db: Session, wanted: set[UUID]) -> dict[UUID, _Turn]:
    if not wanted:
        return {}
    any_version = aliased(Transcript)
    newest = (
        select(func.max(any_version.version))
        .where(any_version.recording_id == Transcript.recording_id)
        .correlate(Transcript)
        .scalar_subquery()
    )
    rows = db.execute(
        select(Segment, Transcript.version, newest, Transcript.recording_id, Recording.status)
        .join(Segment.transcript)
        .join(Transcript.recording)
        .where(Segment.id.in_(wanted))
        .options(lazyload(Segment.namings), selectinload(Segment.corrections))
    )
    return {row[0].id: _Turn(*row) for row in rows}


def _revisions(db: Session, wanted: set[UUID]) -> dict[UUID, _Revision]:
    if not wanted:
        return {}
    any_revision = aliased(CaseNoteRevision)
    newest = (
        select(func.max(any_revision.number))
        .where(any_revision.note_id == CaseNoteRevision.note_id)
        .correlate(CaseNoteRevision)
        .scalar_subquery()
    )
    numbers = select(CaseNoteRevision.id, CaseNoteRevision.number, newest)
    return {key: _Revision(*row) for key, *row in db.execute(numbers.where(CaseNoteRevision.id.in_(wanted)))}


def _newer(
    db: Session,
    anchored: Iterable[Mark | Comment | Suggestion | ActionAnswer],
    turns: Mapping[UUID, _Turn],
    revisions: Mapping[UUID, _Revision],
) -> dict[UUID, Newer]:
    """Of what hangs on an older version; nothing of a recording that was withdrawn."""
    is_old = {
        key
        for key, turn in turns.items()
        if turn.version < turn.newest and turn.status is not RecordingStatus.WITHDRAWN
    }
    is_old |= {key for key, revision in revisions.items() if revision.number < revision.newest}
    old = [
        OldWords(each.id, key, each.starts, each.ends, each.section)
        for each in anchored
        for key in (each.segment_id or each.revision_id,)
        if key in is_old and key is not None and each.starts is not None and each.ends is not None
    ]
    said = [each for each in old if each.of in turns]
    written = [each for each in old if each.of in revisions]
    found = find_newer_turns(db, said, {each.of: turns[each.of].segment for each in said}) if said else {}
    return found | (find_newer_sections(db, written) if written else {})


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
