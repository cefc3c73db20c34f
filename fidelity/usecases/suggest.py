"""Writes down what the tagger finds in a transcript or a case note. No suggestion is ever deleted."""

from collections.abc import Iterator, Sequence
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from fidelity.nlp.types import SuggestedMark, Tagger, Unit
from fidelity.transcripts.turns import EffectiveTurn
from fidelity.usecases.retire_suggestions import is_decided
from fidelity.usecases.standing_turns import standing_turns
from fidelity.usecases.work_on_job import finish, still_ours
from models import (
    Attempt,
    CaseNoteRevision,
    NoteSection,
    Polarity,
    Principle,
    Recording,
    RecordingStatus,
    Review,
    Segment,
    Suggestion,
    Transcript,
    now,
)


def suggest_for_transcript(db: Session, tagger: Tagger, *, attempt: Attempt) -> None:
    """Tag the therapist's turns as they stand. Where nobody knows who speaks, nothing is suggested.

    Safe to run twice, and run again after something was changed. What was suggested before is not
    repeated; what nobody has decided on and the tagger no longer finds is not offered any more.
    """
    _suggest(db, tagger, attempt, db.get_one(Transcript, attempt.job.subject_id), None)


def suggest_for_segment(db: Session, tagger: Tagger, *, attempt: Attempt) -> None:
    """The same for one segment, after its words or its speaker were changed. Nothing else is touched."""
    segment = db.get_one(Segment, attempt.job.subject_id)
    _suggest(db, tagger, attempt, db.get_one(Transcript, segment.transcript_id), segment.id)


def _suggest(
    db: Session, tagger: Tagger, attempt: Attempt, transcript: Transcript, segment_id: UUID | None
) -> None:
    recording = transcript.recording
    week_id = recording.week_id
    standing: Sequence[EffectiveTurn] = ()
    if recording.status is not RecordingStatus.WITHDRAWN:  # else its words are closed, to the machine, too
        standing = _standing(db, transcript, segment_id)
    turns = [turn for turn in standing if turn.counts_as_therapist and turn.text]
    read = _as_read(standing)
    db.commit()  # nothing is open while the model works

    found = tagger.tag([Unit(turn.text, "therapist") for turn in turns])
    if not still_ours(db, attempt):
        return
    # Whoever changed or withdrew it meanwhile was first, and is seen; whoever wants to now waits.
    db.expire_all()
    db.refresh(recording, with_for_update={"of": Recording})
    if recording.status is not RecordingStatus.WITHDRAWN:
        stands = _as_read(_standing(db, transcript, segment_id))
        # What was changed meanwhile is left to the job that the change has asked for.
        scope = {key for key in read if stands[key] == read[key]}
        fresh = [
            _of_turn(turn, row)
            for turn, marks in zip(turns, found, strict=True)
            if turn.segment.id in scope
            for row in _rows(turn.text, marks, week_id, tagger.version)
        ]
        _add_and_retire(db, fresh, scope, week_id, tagger.version)
    if recording.status is RecordingStatus.TAGGING and segment_id is None:
        recording.status = RecordingStatus.READY
    finish(attempt)
    db.commit()


def _standing(db: Session, transcript: Transcript, segment_id: UUID | None) -> Sequence[EffectiveTurn]:
    only = None if segment_id is None else [segment_id]
    return standing_turns(db, [transcript.id], of_segments=only)[transcript.id]


def _as_read(turns: Sequence[EffectiveTurn]) -> dict[UUID, list[tuple[object, ...]]]:
    """By segment what the tagger goes by: which words, how they read, and whether they count."""
    found: dict[UUID, list[tuple[object, ...]]] = {}
    for turn in turns:
        reading = (turn.first_word, turn.last_word, turn.text, turn.counts_as_therapist)
        found.setdefault(turn.segment.id, []).append(reading)
    return found


def _of_turn(turn: EffectiveTurn, row: Suggestion) -> Suggestion:
    """Hang it on the machine's text, which never changes; its quote is what was read."""
    row.segment_id = turn.segment.id
    row.starts, row.ends = turn.shown.to_machine(row.starts, row.ends)
    return row


def _add_and_retire(
    db: Session, fresh: Sequence[Suggestion], scope: set[UUID], week_id: UUID, version: str
) -> None:
    """Add what is new, offer again what was retired, retire what is neither found nor decided.

    What was retired when a review was published stays so, and is added anew: see ``find_suggestions``.
    """
    of_week = select(Suggestion).where(Suggestion.week_id == week_id, Suggestion.segment_id.is_not(None))
    before = [row for row in db.scalars(of_week) if row.segment_id in scope]
    decided = {_identity(row) for row in before if is_decided(row)}
    published_at = db.scalar(select(func.max(Review.published_at)).filter_by(week_id=week_id))
    same_model = {
        _identity(row): row
        for row in before
        if row.model_version == version
        and (row.retired_at is None or published_at is None or row.retired_at > published_at)
    }
    found = set()
    for row in fresh:
        key = _identity(row)
        if key in found or key in decided:
            continue
        found.add(key)
        if (known := same_model.get(key)) is None:
            db.add(row)
        else:
            known.retired_at, known.quote = None, row.quote
    moment = now()
    for row in before:
        is_found = _identity(row) in found and row.model_version == version
        if row.retired_at is None and not is_found and not is_decided(row):
            row.retired_at = moment


def suggest_for_note(db: Session, tagger: Tagger, *, attempt: Attempt) -> None:
    """Tag every section of a revision. Safe to run twice."""
    revision = db.get_one(CaseNoteRevision, attempt.job.subject_id)
    sections = [(NoteSection(name), text) for name, text in revision.texts.items() if text.strip()]
    week_id = revision.note.week_id
    db.commit()  # nothing is open while the model works

    found = tagger.tag([Unit(text, "note") for _, text in sections])
    if not still_ours(db, attempt):
        return
    known = _known(db, Suggestion.revision_id == revision.id, tagger.version)
    for (section, text), marks in zip(sections, found, strict=True):
        for row in _rows(text, marks, week_id, tagger.version):
            row.revision_id, row.section = revision.id, section
            if _identity(row) not in known:
                db.add(row)
    finish(attempt)
    db.commit()


def _rows(text: str, marks: list[SuggestedMark], week_id: UUID, version: str) -> Iterator[Suggestion]:
    for mark in marks:
        yield Suggestion(
            week_id=week_id,
            starts=mark.start,
            ends=mark.end,
            quote=text[mark.start : mark.end],
            principle=Principle(mark.principle),
            polarity=Polarity(mark.polarity),
            probability=mark.probability,
            model_version=version,
        )


_Identity = tuple[UUID | None, UUID | None, NoteSection | None, int, int, Principle, Polarity]


def _identity(row: Suggestion) -> _Identity:
    return (row.segment_id, row.revision_id, row.section, row.starts, row.ends, row.principle, row.polarity)


def _known(db: Session, where: object, version: str) -> set[_Identity]:
    rows = db.scalars(select(Suggestion).where(where, Suggestion.model_version == version))  # type: ignore[arg-type]
    return {_identity(row) for row in rows}
