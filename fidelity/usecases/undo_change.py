"""Undoes one step of what people changed of a transcript, or does an undone step once more."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from fidelity.permissions import Deed
from fidelity.queue import JobQueue
from fidelity.usecases.correct_words import corrections_of, is_cut
from fidelity.usecases.errors import Clash, NotFound
from fidelity.usecases.transcript_change import (
    Open,
    Row,
    keep_step,
    open_transcript,
    segments_in,
    settle,
)
from fidelity.usecases.versions import newest_version
from models import (
    ChangeKind,
    Person,
    Segment,
    SpeakerNaming,
    Transcript,
    TranscriptChange,
    VoiceNaming,
    WordCorrection,
    now,
)

_TABLES: tuple[type[Row], ...] = (SpeakerNaming, VoiceNaming, WordCorrection)


def undo_change(
    db: Session, queue: JobQueue, *, by: Person, recording_id: UUID, change_id: UUID
) -> TranscriptChange:
    """Hide what the step holds. Undoing twice is undoing once. NotFound for a step of an earlier version.

    Clash, with the later step, where one that is in force lies over the same words: undo that first.
    """
    opened, change = _open(db, by, recording_id, change_id)
    if change.undone_at is not None:
        db.rollback()
        return change
    newest = newest_version(db, opened.recording.id)
    if newest is None or newest.id != opened.transcript.id:
        raise NotFound  # it was taken over to the newest version: there it can be undone
    rows = rows_of(db, [change])[change.id]
    _refuse_what_is_covered(db, change, rows)
    change.undone_at, change.undone_by_id = now(), by.id
    db.flush()
    settle(db, queue, by=by, opened=opened, segment_ids=segments_in(rows), what="undid a change")
    return change


def redo_change(
    db: Session, queue: JobQueue, *, by: Person, recording_id: UUID, change_id: UUID
) -> TranscriptChange:
    """Do an undone step once more, as a new step of whoever asks for it. Twice is once.

    The old one stays undone, so that what was published meanwhile goes on saying what it said. Clash, with
    the later step, where a correction that is in force would be cut in two: undo that first.
    """
    opened, change = _open(db, by, recording_id, change_id)
    if change.undone_at is None:
        db.rollback()
        return change
    rows = rows_of(db, [change])[change.id]
    for later, its_rows in _in_force_after(db, change, change.undone_at):
        if {_said(row) for row in its_rows} == {_said(row) for row in rows}:
            db.rollback()
            return later
    _refuse_what_would_cut(db, rows)
    return keep_step(
        db,
        queue,
        by=by,
        opened=opened,
        kind=change.kind,
        rows=[_copy(row) for row in rows],
        what="did a change again",
    )


def rows_of(db: Session, changes: Sequence[TranscriptChange]) -> dict[UUID, list[Row]]:
    """What each step holds. Three queries, however many there are."""
    found: dict[UUID, list[Row]] = {change.id: [] for change in changes}
    for table in _TABLES:
        rows: Iterable[Row] = db.scalars(select(table).where(table.change_id.in_(found)))
        for row in sorted(rows, key=lambda row: row.created_at):
            found[row.change_id].append(row)
    return found


def overlap(one: Row, other: Row) -> bool:
    """Whether both say who a voice is or who speaks the same words, or both correct the same words."""
    if isinstance(one, VoiceNaming) or isinstance(other, VoiceNaming):
        return isinstance(one, VoiceNaming) and isinstance(other, VoiceNaming) and one.voice == other.voice
    if type(one) is not type(other) or one.segment_id != other.segment_id:
        return False
    if None in (one.first_word, other.first_word):
        return True  # the whole turn
    return bool(one.first_word <= other.last_word and other.first_word <= one.last_word)  # type: ignore[operator]


def _open(db: Session, by: Person, recording_id: UUID, change_id: UUID) -> tuple[Open, TranscriptChange]:
    change = db.get(TranscriptChange, change_id)
    transcript = db.get(Transcript, change.transcript_id) if change else None
    if change is None or transcript is None:
        raise NotFound
    naming = change.kind in {ChangeKind.NAMED_TURNS, ChangeKind.NAMED_VOICE}
    deed = Deed.NAME_SPEAKERS if naming else Deed.CORRECT_WORDS
    opened = open_transcript(db, by, deed, recording_id, transcript.id)
    db.refresh(change)  # somebody may have had their turn before us
    return opened, change


def _refuse_what_is_covered(db: Session, change: TranscriptChange, rows: Sequence[Row]) -> None:
    for later, over in _in_force_after(db, change, change.created_at):
        if any(overlap(row, other) for row in rows for other in over):
            db.rollback()
            raise Clash(later)


def _refuse_what_would_cut(db: Session, rows: Sequence[Row]) -> None:
    for row in rows:
        if not isinstance(row, WordCorrection):
            continue
        for other in corrections_of(db.get_one(Segment, row.segment_id)):
            if is_cut(other, row.first_word, row.last_word):
                db.rollback()
                raise Clash(other.change)


def _in_force_after(
    db: Session, change: TranscriptChange, moment: datetime
) -> list[tuple[TranscriptChange, list[Row]]]:
    later = db.scalars(
        select(TranscriptChange)
        .where(
            TranscriptChange.transcript_id == change.transcript_id,
            TranscriptChange.id != change.id,
            TranscriptChange.created_at >= moment,
            TranscriptChange.undone_at.is_(None),
        )
        .order_by(TranscriptChange.created_at)
    ).all()
    rows = rows_of(db, later)
    return [(each, rows[each.id]) for each in later]


def _said(row: Row) -> tuple[object, ...]:
    """What a row says, without when and by which step."""
    if isinstance(row, VoiceNaming):
        return row.voice, row.role
    words = (row.segment_id, row.first_word, row.last_word)
    return (*words, row.role if isinstance(row, SpeakerNaming) else row.text)


def _copy(row: Row) -> Row:
    if isinstance(row, VoiceNaming):
        return VoiceNaming(transcript_id=row.transcript_id, voice=row.voice, role=row.role)
    words = {"segment_id": row.segment_id, "first_word": row.first_word, "last_word": row.last_word}
    if isinstance(row, SpeakerNaming):
        return SpeakerNaming(role=row.role, **words)
    return WordCorrection(text=row.text, **words)
