"""Writes down what the tagger finds in a transcript or a case note. No suggestion is ever deleted."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from fidelity.nlp.types import LeftOut, SuggestedMark, Tagger, Unit
from fidelity.transcripts.turns import EffectiveTurn
from fidelity.usecases.draw_left_out import draw_left_out
from fidelity.usecases.retire_suggestions import still_reads
from fidelity.usecases.settle_suggestions import settle_suggestions
from fidelity.usecases.standing_turns import standing_turns
from fidelity.usecases.suggestion_rows import row_of_note, row_of_turn
from fidelity.usecases.tag_again import came_too_late, note_version
from fidelity.usecases.words_for_tagger import Excerpt, excerpt
from fidelity.usecases.work_on_job import finish, still_ours
from models import (
    Attempt,
    CaseNoteRevision,
    NoteSection,
    Recording,
    RecordingStatus,
    Review,
    Segment,
    Suggestion,
    Transcript,
    Week,
)


def suggest_for_transcript(db: Session, tagger: Tagger, *, attempt: Attempt, left_out: int = 0) -> None:
    """Tag the therapist's turns as they stand. Where nobody knows who speaks, nothing is suggested.

    Safe to run twice, and run again after something was changed. What was suggested before is not
    repeated; what nobody has decided on and the tagger no longer finds is not offered any more.
    ``left_out``: about how many that it left unmarked are put among them.
    """
    _suggest(db, tagger, attempt, db.get_one(Transcript, attempt.job.subject_id), None, left_out)


def suggest_for_segment(db: Session, tagger: Tagger, *, attempt: Attempt) -> None:
    """The same for one segment, after its words or its speaker were changed, and for the turns near it.

    Nothing else is touched, and nothing more is drawn of what is left unmarked.
    """
    segment = db.get_one(Segment, attempt.job.subject_id)
    _suggest(db, tagger, attempt, db.get_one(Transcript, segment.transcript_id), segment, 0)


def _suggest(  # noqa: PLR0917  # only called just above
    db: Session,
    tagger: Tagger,
    attempt: Attempt,
    transcript: Transcript,
    segment: Segment | None,
    left_out: int,
) -> None:
    recording = transcript.recording
    standing: Sequence[EffectiveTurn] = ()
    if recording.status is not RecordingStatus.WITHDRAWN:  # else its words are closed, to the machine, too
        standing = standing_turns(db, [transcript.id])[transcript.id]
    given = excerpt(standing, segment)
    db.commit()  # nothing is open while the model works

    found = tagger.tag(given.units)
    drawn = draw_left_out(tagger, given.units, how_many=left_out, of=transcript.id)
    if not still_ours(db, attempt):
        return
    # Whoever changed or withdrew it meanwhile was first, and is seen; whoever wants to now waits.
    db.expire_all()
    db.refresh(recording, with_for_update={"of": Recording})
    published_at = _hold_reviews(db, recording.week_id)
    if recording.status is not RecordingStatus.WITHDRAWN and not came_too_late(attempt.job, published_at):
        turns = standing_turns(db, [transcript.id])[transcript.id]
        stands = excerpt(turns, segment).scope
        # What was changed meanwhile is left to the job that the change has asked for.
        scope = {key for key, reading in given.scope.items() if stands.get(key) == reading}
        before = _before(db, recording.week_id, Suggestion.segment_id.is_not(None), scope)
        settle_suggestions(
            db,
            _rows_of_turns(given, found, drawn, scope, recording.week_id, tagger.version),
            before,
            version=tagger.version,
            published_at=published_at,
            probes=[] if segment is None else _standing_probes(before, turns, tagger.version),
        )
        note_version(attempt.job, tagger.version)
    if recording.status is RecordingStatus.TAGGING and segment is None:
        recording.status = RecordingStatus.READY
    finish(attempt)
    db.commit()


def _rows_of_turns(  # noqa: PLR0917  # only called just above
    given: Excerpt,
    found: Sequence[Sequence[SuggestedMark]],
    drawn: Sequence[LeftOut],
    scope: Collection[UUID],
    week_id: UUID,
    version: str,
) -> list[Suggestion]:
    suggested = [
        row_of_turn(mark, turn, week_id=week_id, version=version)
        for turn, marks in zip(given.turns, found, strict=True)
        for mark in marks
        if turn.counts_as_therapist and turn.segment.id in scope
    ]
    return suggested + [
        row_of_turn(each.mark, turn, week_id=week_id, version=version, chance=each.chance)
        for each in drawn
        for turn in [given.turns[each.unit]]
        if turn.counts_as_therapist and turn.segment.id in scope
    ]


def _standing_probes(
    before: Sequence[Suggestion], turns: Sequence[EffectiveTurn], version: str
) -> list[Suggestion]:
    """What this version drew of the whole, and whose own words were not changed."""
    own = [row for row in before if row.chance is not None and row.model_version == version]
    of_segment: dict[UUID, list[EffectiveTurn]] = {}
    for turn in turns:
        of_segment.setdefault(turn.segment.id, []).append(turn)
    return [
        row
        for row in own
        if row.retired_at is None and row.segment_id and still_reads(row, of_segment[row.segment_id])
    ]


def suggest_for_note(db: Session, tagger: Tagger, *, attempt: Attempt, left_out: int = 0) -> None:
    """Tag every section of a revision, each by itself. Safe to run twice; for the rest see above."""
    revision = db.get_one(CaseNoteRevision, attempt.job.subject_id)
    sections = [
        (section, text) for section in NoteSection if (text := revision.texts.get(section.value, "")).strip()
    ]
    week_id = revision.note.week_id
    db.commit()  # nothing is open while the model works

    units = [Unit(text, "note") for _, text in sections]
    found = [tagger.tag([unit])[0] for unit in units]  # what stands in another section is no context
    drawn = draw_left_out(tagger, units, how_many=left_out, of=revision.id)
    if not still_ours(db, attempt):
        return
    db.expire_all()
    published_at = _hold_reviews(db, week_id)
    if not came_too_late(attempt.job, published_at):
        marks = [(place, mark, None) for place, marks in enumerate(found) for mark in marks]
        rows = [
            row_of_note(
                mark,
                sections[place][1],
                revision_id=revision.id,
                section=sections[place][0],
                week_id=week_id,
                version=tagger.version,
                chance=chance,
            )
            for place, mark, chance in [*marks, *((each.unit, each.mark, each.chance) for each in drawn)]
        ]
        before = _before(db, week_id, Suggestion.revision_id == revision.id)
        settle_suggestions(db, rows, before, version=tagger.version, published_at=published_at)
        note_version(attempt.job, tagger.version)
    finish(attempt)
    db.commit()


def _hold_reviews(db: Session, week_id: UUID) -> datetime | None:
    """Nobody begins, decides or publishes until the transaction ends. When one was last published, if any.

    Two jobs on the same words come one after the other, also where there is no review yet.
    """
    db.execute(select(Week.id).where(Week.id == week_id).with_for_update(key_share=True))
    db.execute(select(Review.id).where(Review.week_id == week_id).with_for_update())
    return db.scalar(select(func.max(Review.published_at)).filter_by(week_id=week_id))


def _before(
    db: Session, week_id: UUID, where: ColumnElement[bool], scope: Collection[UUID] | None = None
) -> list[Suggestion]:
    rows = db.scalars(
        select(Suggestion).where(Suggestion.week_id == week_id, where).order_by(Suggestion.created_at)
    )
    return [row for row in rows if scope is None or row.segment_id in scope]
