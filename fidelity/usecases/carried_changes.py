"""Corrections and namings that found no place in a new version: listed, put in their place, or let go of."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from fidelity.permissions import Deed
from fidelity.queue import JobQueue
from fidelity.quotes import find_quote
from fidelity.transcripts.placing import Version
from fidelity.transcripts.shown import ShownText, standing
from fidelity.usecases import audit, guard
from fidelity.usecases.carried_words import said_at, settle, turns_near
from fidelity.usecases.correct_words import Corrected, correct_words
from fidelity.usecases.errors import InvalidInput, NotFound
from fidelity.usecases.name_speakers import Named, name_speakers
from fidelity.usecases.name_voice import name_voice
from fidelity.usecases.versions import newest_version
from models import (
    CarriedOver,
    Person,
    Recording,
    RecordingStatus,
    Segment,
    Settled,
    SpeakerNaming,
    Transcript,
    TranscriptChange,
    VoiceNaming,
    WordCorrection,
)

Row = SpeakerNaming | VoiceNaming | WordCorrection
#: So many are shown at a time: each is settled by itself, and the next ones then come.
MOST_SHOWN = 50


@dataclass(frozen=True, slots=True)
class WaitingChange:
    """One thing that a person had changed, for which the new version has no place."""

    kept: CarriedOver
    row: Row
    by: Person
    #: When the words were said, in seconds; nothing for a voice.
    seconds: float | None
    #: Turns of the new version around that time; none for a voice.
    near: Sequence[Segment]


@dataclass(frozen=True, slots=True)
class WaitingChanges:
    """What waits in the newest version of a recording, in the order of time: the first MOST_SHOWN of it."""

    recording: Recording
    transcript: Transcript
    changes: Sequence[WaitingChange]
    #: The voices of the newest version.
    voices: Sequence[str]
    #: How many wait in all.
    count: int


def count_waiting_changes(db: Session, transcript_id: UUID) -> int:
    """How many wait in a version."""
    return db.scalar(select(func.count()).select_from(CarriedOver).filter_by(**_waits_in(transcript_id))) or 0


def list_waiting_changes(
    db: Session, *, by: Person, recording_id: UUID, is_looked_at: bool = True
) -> WaitingChanges:
    """For whoever may correct the words; NotFound where there are none to read.

    ``is_looked_at``: the page is opened, rather than shown again because an answer lacked something.
    """
    recording = guard.recording(db, by, Deed.CORRECT_WORDS, recording_id)
    transcript = newest_version(db, recording.id)
    if recording.status is RecordingStatus.WITHDRAWN or transcript is None:
        raise NotFound
    changes = [_read(db, kept) for kept in _waiting(db, transcript.id)]
    voices = select(Segment.voice).where(Segment.transcript_id == transcript.id, Segment.voice.is_not(None))
    if is_looked_at:
        audit.note_reading(db, by, "read transcript", subject_id=recording.id, team_id=recording.case.team_id)
    return WaitingChanges(
        recording,
        transcript,
        sorted(changes, key=lambda each: (each.seconds is not None, each.seconds or 0.0)),
        sorted(voice for voice in db.scalars(voices.distinct()) if voice),
        count_waiting_changes(db, transcript.id),
    )


def place_change(
    db: Session,
    queue: JobQueue,
    *,
    by: Person,
    recording_id: UUID,
    carried_id: UUID,
    segment_id: UUID | None = None,
    quote: str = "",
    voice: str = "",
) -> None:
    """Make the change on a turn, on words of it (a correction), or for a voice of the newest version.

    Raises InvalidInput for ``turn``, ``quote`` or ``voice``. What was settled already stays so.
    """
    recording, kept = _settling(db, by, recording_id, carried_id)
    if kept.settled_at is not None:
        return
    row = row_of(db, kept)
    turn = db.get(Segment, segment_id) if segment_id else None
    if isinstance(row, VoiceNaming):
        made = _name_voice(db, queue, by, recording, kept, row, voice)
    elif turn is None or turn.transcript_id != kept.transcript_id:
        raise InvalidInput({"turn": "Choose a turn"})
    elif isinstance(row, SpeakerNaming):
        settle(kept, Settled.PLACED, by, on=turn)
        named = Named(turn.id, row.role)
        made = name_speakers(db, queue, by=by, recording_id=recording.id, namings=[named])
    else:
        corrected = _corrected(turn, quote, row.text)
        settle(kept, Settled.PLACED, by, on=turn)
        made = _correct(db, queue, by, recording, corrected)
    if made is None:
        # It stands so already, and nothing was written: what is left is to say that it is settled.
        kept = db.get_one(CarriedOver, carried_id)
        settle(kept, Settled.PLACED, by, on=db.get(Segment, segment_id) if segment_id else None)
        _note(db, by, recording, "placed a carried change")
        db.commit()


def let_change_go(db: Session, *, by: Person, recording_id: UUID, carried_id: UUID) -> None:
    """Leave it behind. It stays on record with the version in which it was made."""
    recording, kept = _settling(db, by, recording_id, carried_id)
    if kept.settled_at is not None:
        return
    settle(kept, Settled.LET_GO, by)
    _note(db, by, recording, "let a carried change go")
    db.commit()


def row_of(db: Session, kept: CarriedOver) -> Row:
    """What a person had said: the part of their step that was about these words."""
    if kept.from_segment_id is None:
        return db.scalars(select(VoiceNaming).filter_by(change_id=kept.change_id)).one()
    segment = db.get_one(Segment, kept.from_segment_id)
    words = Version([segment])
    rows: list[SpeakerNaming | WordCorrection] = [
        *db.scalars(select(WordCorrection).filter_by(change_id=kept.change_id, segment_id=segment.id)),
        *db.scalars(select(SpeakerNaming).filter_by(change_id=kept.change_id, segment_id=segment.id)),
    ]
    return next(
        row for row in rows if words.words[words.word(0, row.first_word or 0)].starts == kept.from_starts
    )


def _read(db: Session, kept: CarriedOver) -> WaitingChange:
    row = row_of(db, kept)
    step = db.get_one(TranscriptChange, kept.change_id)
    by = db.get_one(Person, step.by_id)
    if isinstance(row, VoiceNaming):
        return WaitingChange(kept, row, by, None, ())
    seconds = said_at(db, kept)
    return WaitingChange(kept, row, by, seconds, turns_near(db, kept.transcript_id, seconds))


def _waiting(db: Session, transcript_id: UUID) -> Sequence[CarriedOver]:
    waiting = select(CarriedOver).filter_by(**_waits_in(transcript_id))
    in_order = waiting.outerjoin(Segment, Segment.id == CarriedOver.from_segment_id).order_by(
        Segment.starts_seconds.asc().nulls_first(),
        CarriedOver.from_starts,
        CarriedOver.created_at,
        CarriedOver.id,
    )
    return db.scalars(in_order.limit(MOST_SHOWN)).all()


def _waits_in(transcript_id: UUID) -> dict[str, UUID | None]:
    nothing = ("to_segment_id", "settled_at", "mark_id", "comment_id")
    return {"transcript_id": transcript_id} | dict.fromkeys(nothing)


def _settling(db: Session, by: Person, recording_id: UUID, carried_id: UUID) -> tuple[Recording, CarriedOver]:
    """What waits in the newest version of this recording, or was settled; NotFound for anything else."""
    recording = guard.recording(db, by, Deed.CORRECT_WORDS, recording_id)
    db.execute(select(Recording.id).where(Recording.id == recording.id).with_for_update())
    newest = newest_version(db, recording.id)
    kept = db.get(CarriedOver, carried_id, with_for_update=True)
    if kept is None or newest is None or recording.status is RecordingStatus.WITHDRAWN:
        raise NotFound
    is_waiting = kept.to_segment_id is None or kept.settled_at is not None
    if kept.change_id is None or not is_waiting or kept.transcript_id != newest.id:
        raise NotFound
    return recording, kept


def _corrected(turn: Segment, quote: str, text: str) -> Corrected:
    """The person's words in the place of some words of a turn, as it reads now."""
    shown = ShownText(turn, standing(c for c in turn.corrections if c.change.counts_at(None)))
    if not quote.strip():
        raise InvalidInput({"quote": "Enter the words that your correction stands for"})
    found = find_quote(shown.text, quote)
    if found is None:
        raise InvalidInput({"quote": "Copy the words exactly as they stand in this turn"})
    words = Version([turn])
    first, last = words.covering(0, *shown.to_machine(*found))
    return Corrected(turn.id, words.words[first].number, words.words[last].number, text)


def _name_voice(  # noqa: PLR0917  # only called just above
    db: Session,
    queue: JobQueue,
    by: Person,
    recording: Recording,
    kept: CarriedOver,
    row: VoiceNaming,
    voice: str,
) -> TranscriptChange | None:
    if not voice:
        raise InvalidInput({"voice": "Choose a voice"})
    settle(kept, Settled.PLACED, by)
    return name_voice(
        db,
        queue,
        by=by,
        recording_id=recording.id,
        transcript_id=kept.transcript_id,
        voice=voice,
        role=row.role,
    )


def _correct(
    db: Session, queue: JobQueue, by: Person, recording: Recording, corrected: Corrected
) -> TranscriptChange | None:
    try:
        return correct_words(db, queue, by=by, recording_id=recording.id, corrections=[corrected])
    except NotFound:
        db.rollback()
        sentence = "Some of these words were corrected together with others: choose all of them"
        raise InvalidInput({"quote": sentence}) from None


def _note(db: Session, by: Person, recording: Recording, what: str) -> None:
    audit.note(db, by, what, subject_id=recording.id, team_id=recording.case.team_id)
