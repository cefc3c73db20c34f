"""A rater accepts or rejects what the machine suggests, or takes that back."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from fidelity.usecases.carry_over import bring_forward
from fidelity.usecases.draft import draft
from fidelity.usecases.errors import NotFound
from fidelity.usecases.retire_suggestions import is_fit
from fidelity.usecases.standing_turns import standing_turns
from models import Mark, Person, Review, Segment, Suggestion, SuggestionDecision, Verdict, now


def decide_suggestion(
    db: Session, *, by: Person, review_id: UUID, suggestion_id: UUID, verdict: Verdict
) -> Suggestion:
    """Add the verdict and how long it took. Accepting makes a mark; anything else takes that mark back.

    The same verdict twice is one verdict.
    """
    review = draft(db, by, review_id)
    suggestion = db.get(Suggestion, suggestion_id)
    if suggestion is None or suggestion.week_id != review.week_id:
        raise NotFound
    if verdict is Verdict.ACCEPTED and not _may_count(db, suggestion):
        raise NotFound
    before = suggestion.decision_in(review.id)
    if verdict is (before.verdict if before else Verdict.UNDONE):
        return suggestion

    moment = now()
    suggestion.first_shown_at = suggestion.first_shown_at or moment
    suggestion.decisions.append(
        SuggestionDecision(
            review_id=review.id,
            by_id=by.id,
            verdict=verdict,
            created_at=moment,
            seconds=(moment - suggestion.first_shown_at).total_seconds(),
        )
    )
    if verdict is Verdict.ACCEPTED:
        mark = _as_mark(suggestion, review, by)
        db.add(mark)
        db.flush()
        bring_forward(db, mark)
    else:
        for mark in db.scalars(
            select(Mark).filter_by(review_id=review.id, suggestion_id=suggestion.id, removed_at=None)
        ):
            mark.removed_at = moment
    db.commit()
    return suggestion


def _may_count(db: Session, suggestion: Suggestion) -> bool:
    """Only a therapist's words count, and only words that were probably said."""
    if suggestion.segment_id is None:
        return True
    segment = db.get_one(Segment, suggestion.segment_id)
    key = segment.transcript_id
    return is_fit(suggestion, standing_turns(db, [key], of_segments=[segment.id])[key])


def _as_mark(suggestion: Suggestion, review: Review, by: Person) -> Mark:
    return Mark(
        review_id=review.id,
        by_id=by.id,
        suggestion_id=suggestion.id,
        principle=suggestion.principle,
        polarity=suggestion.polarity,
        segment_id=suggestion.segment_id,
        revision_id=suggestion.revision_id,
        section=suggestion.section,
        starts=suggestion.starts,
        ends=suggestion.ends,
        quote=suggestion.quote,
    )
