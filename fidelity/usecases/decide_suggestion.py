"""A rater accepts or rejects what the machine suggests, or takes that back."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from fidelity.usecases.carry_over import bring_forward
from fidelity.usecases.draft import draft
from fidelity.usecases.errors import NotFound
from fidelity.usecases.hidden_suggestions import is_still_hidden
from fidelity.usecases.retire_suggestions import is_fit
from fidelity.usecases.standing_turns import standing_turns
from models import (
    Mark,
    Person,
    RecordingStatus,
    Review,
    Segment,
    Suggestion,
    SuggestionDecision,
    Verdict,
    now,
)

#: Nobody has a page open for longer: a sign-in ends after half a day.
LONGEST_SITTING = timedelta(hours=12)


def decide_suggestion(
    db: Session,
    *,
    by: Person,
    review_id: UUID,
    suggestion_id: UUID,
    verdict: Verdict,
    shown_at: datetime | None = None,
) -> Suggestion:
    """Add the verdict and how long it took. Accepting makes a mark; anything else takes that mark back.

    The same verdict twice is one verdict. ``shown_at``: when it was last brought onto the screen.
    """
    review = draft(db, by, review_id)
    # What was decided can be undone whatever became of the words.
    find = suggestion_of if verdict is Verdict.UNDONE else open_suggestion_of
    suggestion = find(db, review, suggestion_id)
    if verdict is Verdict.ACCEPTED and not _may_count(db, suggestion):
        raise NotFound
    if decide(db, review, suggestion, by=by, verdict=verdict, shown_at=shown_at) is None:
        return suggestion
    if verdict is Verdict.ACCEPTED:
        mark = mark_on_words_of(suggestion, review, by)
        mark.suggestion_id = suggestion.id
        mark.principle, mark.polarity = suggestion.principle, suggestion.polarity
        db.add(mark)
        db.flush()
        bring_forward(db, mark)
    db.commit()
    return suggestion


def suggestion_of(db: Session, review: Review, suggestion_id: UUID) -> Suggestion:
    """A suggestion of the week that is reviewed. Until the rater may see them there are none."""
    suggestion = db.get(Suggestion, suggestion_id)
    if suggestion is None or suggestion.week_id != review.week_id or is_still_hidden(review):
        raise NotFound
    return suggestion


def open_suggestion_of(db: Session, review: Review, suggestion_id: UUID) -> Suggestion:
    """The same while its words may be read: a recording that was taken back has closed them for good."""
    suggestion = suggestion_of(db, review, suggestion_id)
    if suggestion.segment_id is not None:
        recording = db.get_one(Segment, suggestion.segment_id).transcript.recording
        if recording.status is RecordingStatus.WITHDRAWN:
            raise NotFound
    return suggestion


def decide(
    db: Session,
    review: Review,
    suggestion: Suggestion,
    *,
    by: Person,
    verdict: Verdict,
    shown_at: datetime | None,
) -> SuggestionDecision | None:
    """Part of the caller's transaction; nothing where the verdict stands already.

    Takes back the mark that came of an earlier verdict: the suggestion's own, or the one that was made
    in the same step as its rejection.
    """
    before = suggestion.decision_in(review.id)
    if verdict is (before.verdict if before else Verdict.UNDONE):
        return None
    moment = now()
    shown_at = min(max(shown_at or moment, moment - LONGEST_SITTING), moment)
    suggestion.first_shown_at = suggestion.first_shown_at or shown_at
    decision = SuggestionDecision(
        review_id=review.id,
        by_id=by.id,
        verdict=verdict,
        created_at=moment,
        seconds=(moment - shown_at).total_seconds(),
    )
    suggestion.decisions.append(decision)
    came_of_it = [Mark.suggestion_id == suggestion.id]
    if before is not None:
        came_of_it.append(and_(Mark.suggestion_id.is_(None), Mark.created_at == before.created_at))
    for mark in db.scalars(
        select(Mark).filter_by(review_id=review.id, removed_at=None).where(or_(*came_of_it))
    ):
        mark.removed_at = moment
    return decision


def mark_on_words_of(suggestion: Suggestion, review: Review, by: Person) -> Mark:
    """A mark on the same words; what it says of them is the caller's."""
    return Mark(
        review_id=review.id,
        by_id=by.id,
        segment_id=suggestion.segment_id,
        revision_id=suggestion.revision_id,
        section=suggestion.section,
        starts=suggestion.starts,
        ends=suggestion.ends,
        quote=suggestion.quote,
    )


def _may_count(db: Session, suggestion: Suggestion) -> bool:
    """Only a therapist's words count, and only words that were probably said."""
    if suggestion.segment_id is None:
        return True
    segment = db.get_one(Segment, suggestion.segment_id)
    key = segment.transcript_id
    return is_fit(suggestion, standing_turns(db, [key], of_segments=[segment.id])[key])
