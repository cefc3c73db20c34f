"""The words of a week: what was said in its recordings, and the note."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, not_, or_, select
from sqlalchemy.orm import Session, lazyload

from fidelity.transcripts.gaps import gaps_of
from fidelity.transcripts.silences import silences
from fidelity.transcripts.turns import EffectiveTurn
from fidelity.usecases.offered import is_offered
from fidelity.usecases.retire_suggestions import is_fit
from fidelity.usecases.standing_turns import standing_turns
from models import (
    CaseNote,
    CaseNoteRevision,
    Offer,
    Recording,
    RecordingStatus,
    Review,
    Suggestion,
    Transcript,
    Week,
)


@dataclass(frozen=True, slots=True)
class Visit:
    """A recording with the turns of its newest transcript; none while it is not transcribed."""

    recording: Recording
    transcript: Transcript | None
    turns: Sequence[EffectiveTurn]
    #: Number of a version that came after these words; nothing where they are the newest.
    newer: int | None = None

    @property
    def silences(self) -> list[tuple[float, float]]:
        """Where nobody speaks, in seconds; none while there are no words."""
        gaps = gaps_of(self.transcript) if self.transcript else []
        return silences(self.turns, gaps, self.recording.duration_seconds)


def read_visits(
    db: Session,
    week: Week,
    *,
    at: datetime | None = None,
    of_segments: Collection[UUID] | None = None,
) -> list[Visit]:
    """The recordings of a week, oldest first, without those that were withdrawn or cancelled.

    ``at``: with the words as they stood at that moment, when a review of them was published.
    ``of_segments``: with the turns of these alone.
    """
    gone = (RecordingStatus.WITHDRAWN, RecordingStatus.CANCELLED)
    recordings = db.scalars(
        select(Recording)
        .where(Recording.week_id == week.id, Recording.status.not_in(gone))
        .order_by(Recording.visited_on, Recording.created_at)
        # What is known already is not asked for again.
        .options(lazyload(Recording.case), lazyload(Recording.uploaded_by))
    ).all()
    of_recordings = select(Transcript).where(Transcript.recording_id.in_([r.id for r in recordings]))
    versions = db.scalars(of_recordings.order_by(Transcript.version)).all()
    newest = {each.recording_id: each.version for each in versions}
    read = {each.recording_id: each for each in versions if at is None or each.created_at <= at}
    keys = [transcript.id for transcript in read.values()]
    turns = standing_turns(db, keys, of_segments=of_segments, at=at)
    return [
        Visit(
            recording,
            transcript,
            turns[transcript.id] if transcript else [],
            newest[recording.id] if transcript and transcript.version < newest[recording.id] else None,
        )
        for recording in recordings
        for transcript in [read.get(recording.id)]
    ]


def read_revisions(db: Session, week: Week) -> Sequence[CaseNoteRevision]:
    """Every revision of the week's note, oldest first."""
    of_week = select(CaseNoteRevision).join(CaseNote).where(CaseNote.week_id == week.id)
    in_order = of_week.order_by(CaseNoteRevision.number)
    return db.scalars(in_order.options(lazyload(CaseNoteRevision.written_by))).all()


def read_suggestions(
    db: Session,
    week: Week,
    visits: Sequence[Visit],
    revision: CaseNoteRevision | None,
    *,
    offer: Offer,
    review: Review | None = None,
    at: datetime | None = None,
) -> list[Suggestion]:
    """What the machine suggests for these words, in their order. ``at``: what was offered at that moment.

    Left out: what hangs on other versions, and what is not offered any more. What is undecided is shown
    only on words of the therapist that were probably said, and as far as the team wants to see it. What
    ``review`` has decided counts, and no other: two raters are told nothing of each other.
    """
    turns: dict[UUID, list[EffectiveTurn]] = {}
    for visit in visits:
        for turn in visit.turns:
            turns.setdefault(turn.segment.id, []).append(turn)
    offered: ColumnElement[bool] = Suggestion.retired_at.is_(None)
    if at is not None:
        heard_later = and_(Suggestion.segment_id.is_not(None), Suggestion.created_at > at)
        offered = and_(or_(offered, Suggestion.retired_at > at), not_(heard_later))
    of_week = select(Suggestion).where(Suggestion.week_id == week.id, offered)
    in_order = of_week.order_by(Suggestion.starts, Suggestion.ends)
    return [
        row
        for row in db.scalars(in_order)
        if (_is_decided(row, review) or is_offered(row, offer)) and _is_shown(row, turns, revision, review)
    ]


def _is_decided(row: Suggestion, review: Review | None) -> bool:
    return review is not None and row.decision_in(review.id) is not None


def _is_shown(
    row: Suggestion,
    turns: Mapping[UUID, Sequence[EffectiveTurn]],
    revision: CaseNoteRevision | None,
    review: Review | None,
) -> bool:
    if row.segment_id is None:
        return revision is not None and row.revision_id == revision.id
    return row.segment_id in turns and (_is_decided(row, review) or is_fit(row, turns[row.segment_id]))
