"""Reviews as a whole, what two raters agreed on, what was taken back, and decisions, as exports have them."""

from typing import Any

from sqlalchemy import Select
from sqlalchemy.orm import aliased

from fidelity.usecases import hidden_suggestions
from fidelity.usecases.export_scope import Scope, of_done_reviews, person_columns, week_columns
from fidelity.usecases.offered import is_of_the_machine
from models import (
    Codebook,
    Consensus,
    Person,
    Rater,
    Review,
    ReviewStatus,
    Suggestion,
    SuggestionDecision,
    TakenBack,
    Week,
)


def select_reviews(scope: Scope) -> Select[Any]:
    """First and second, as far as both may be known."""
    return (
        of_done_reviews(
            scope,
            Review.id.label("review_id"),
            Week.id.label("week_id"),
            *week_columns(),
            Review.rater.label("rater"),
            *person_columns("by", Person),
            Codebook.version.label("codebook_version"),
            Review.created_at.label("begun_at"),
            Review.published_at.label("published_at"),
            Review.submitted_at.label("handed_in_at"),
            Review.read_at.label("read_at"),
            Review.strengths.label("strengths"),
            Review.barriers.label("barriers"),
            Review.next_steps.label("next_steps"),
            Review.is_rated_first.label("is_rated_first"),
            Review.revealed_at.label("revealed_at"),
            Review.knew_first.label("knew_first"),
            Review.offer.label("offer"),
        )
        .join(Person, Person.id == Review.by_id)
        .join(Codebook, Codebook.id == Review.codebook_id)
    )


def select_consensus(scope: Scope) -> Select[Any]:
    """Only where both are done: what was agreed before something was opened again waits with it."""
    second = aliased(Review)
    return (
        of_done_reviews(
            scope,
            Consensus.id.label("consensus_id"),
            Week.id.label("week_id"),
            *week_columns(),
            Consensus.principle.label("principle"),
            Consensus.value.label("value"),
            Consensus.why.label("why"),
            *person_columns("by", Person),
            Consensus.created_at.label("created_at"),
        )
        .join(
            second,
            (second.week_id == Week.id)
            & (second.rater == Rater.SECOND)
            & (second.status == ReviewStatus.SUBMITTED),
        )
        .join(Consensus, Consensus.week_id == Week.id)
        .join(Person, Person.id == Consensus.by_id)
        .where(Review.rater == Rater.FIRST)
        .order_by(Consensus.created_at, Consensus.id)
    )


def select_taken_back(scope: Scope) -> Select[Any]:
    """Of feedback that is published again."""
    return (
        of_done_reviews(
            scope,
            Review.id.label("review_id"),
            *week_columns(),
            TakenBack.published_at.label("published_at"),
            TakenBack.read_at.label("read_at"),
            *person_columns("by", Person),
            TakenBack.reason.label("reason"),
            TakenBack.created_at.label("created_at"),
        )
        .join(TakenBack, TakenBack.review_id == Review.id)
        .join(Person, Person.id == TakenBack.by_id)
        .where(Review.rater == Rater.FIRST)
        .order_by(TakenBack.created_at, TakenBack.id)
    )


def select_decisions(scope: Scope) -> Select[Any]:
    """On what the machine suggested, not on what it left unmarked and was drawn by chance."""
    return (
        of_done_reviews(
            scope,
            SuggestionDecision.id.label("decision_id"),
            Suggestion.id.label("suggestion_id"),
            Review.id.label("review_id"),
            *week_columns(),
            Review.rater.label("rater"),
            Suggestion.principle.label("principle"),
            SuggestionDecision.verdict.label("verdict"),
            SuggestionDecision.seconds.label("decided_seconds"),
            *person_columns("by", Person),
            SuggestionDecision.created_at.label("created_at"),
        )
        .join(SuggestionDecision, SuggestionDecision.review_id == Review.id)
        .join(Suggestion, Suggestion.id == SuggestionDecision.suggestion_id)
        .join(Person, Person.id == SuggestionDecision.by_id)
        .where(is_of_the_machine(), ~hidden_suggestions.is_hidden_from(scope.by))
        .order_by(SuggestionDecision.created_at, SuggestionDecision.id)
    )
