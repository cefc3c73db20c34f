"""What stands for and against each principle in each week: marks, and suggestions nobody has rejected."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from fidelity.usecases.blind_weeks import find_hidden_weeks, is_blind, is_not_revealed
from fidelity.usecases.find_suggestions import is_heard
from fidelity.usecases.offered import is_of_the_machine, is_offered_in
from models import (
    Case,
    CaseNoteRevision,
    Mark,
    Person,
    Polarity,
    Principle,
    Rater,
    Review,
    ReviewStatus,
    Segment,
    Suggestion,
    SuggestionDecision,
    Team,
    Verdict,
    Week,
)


@dataclass(slots=True)
class WeekEvidence:
    """One week of one case."""

    #: Principles that something speaks for: a mark, or a suggestion that is undecided.
    shown: set[Principle] = field(default_factory=set)
    #: Principles that something speaks against.
    contradicted: set[Principle] = field(default_factory=set)
    #: Suggestions that nobody has decided on. With what was drawn to find out what the machine misses: were
    #: it left out, the difference to the desk would give it away.
    undecided: int = 0

    def add(self, principle: Principle, polarity: Polarity) -> None:
        """Something that has not been rejected."""
        (self.shown if polarity is Polarity.ADHERENT else self.contradicted).add(principle)


def count_evidence(
    db: Session, *, by: Person, cases: ColumnElement[bool], mondays: Collection[date]
) -> dict[tuple[UUID, date], WeekEvidence]:
    """By case and Monday, of those ``mondays``, for the cases of which ``cases`` is true. Three queries.

    Of a week whose rater rates first nothing of the machine is told before it is revealed, and marks count
    once they are published. A second rater is told nothing of a week before both are done.
    """
    found: dict[tuple[UUID, date], WeekEvidence] = defaultdict(WeekEvidence)
    hidden = find_hidden_weeks(db, by)
    in_reach = (cases, Week.starts_on.in_(mondays))
    rows = _suggestions(hidden).where(*in_reach).subquery()
    counted: Any = db.execute(select(*rows.c, func.count()).group_by(*rows.c))
    for case_id, monday, principle, polarity, is_of_machine, count in counted:
        if is_of_machine:
            found[case_id, monday].add(principle, polarity)
        found[case_id, monday].undecided += count
    for case_id, monday, principle, polarity in db.execute(_marks(hidden).where(*in_reach)):
        found[case_id, monday].add(principle, polarity)
    return dict(found)


def _marks(hidden: Collection[UUID]) -> Select[UUID, date, Principle, Polarity]:
    """An accepted suggestion is a mark, too."""
    return (
        select(Week.case_id, Week.starts_on, Mark.principle, Mark.polarity)
        .join(Review, Review.id == Mark.review_id)
        .join(Week, Week.id == Review.week_id)
        .join(Case, Case.id == Week.case_id)
        .join(Team, Team.id == Case.team_id)
        .where(
            Review.rater == Rater.FIRST,
            Mark.removed_at.is_(None),
            Week.id.not_in(hidden),
            or_(Review.status == ReviewStatus.PUBLISHED, ~is_not_revealed()),
        )
        .distinct()
    )


def _suggestions(hidden: Collection[UUID]) -> Select[UUID, date, Principle, Polarity, bool]:
    """Undecided ones on the newest words of each week, as far as they are offered.

    What a second rater decides is nothing to the first.
    """
    verdict = (
        select(SuggestionDecision.verdict)
        .where(SuggestionDecision.suggestion_id == Suggestion.id, SuggestionDecision.review_id == Review.id)
        .order_by(SuggestionDecision.created_at.desc(), SuggestionDecision.id.desc())
        .limit(1)
        .correlate(Suggestion, Review)
        .scalar_subquery()
    )
    return (
        select(
            Week.case_id,
            Week.starts_on,
            Suggestion.principle,
            Suggestion.polarity,
            is_of_the_machine().label("is_of_the_machine"),
        )
        .join(Week, Week.id == Suggestion.week_id)
        .join(Case, Case.id == Week.case_id)
        .join(Team, Team.id == Case.team_id)
        .outerjoin(Review, and_(Review.week_id == Week.id, Review.rater == Rater.FIRST))
        .outerjoin(Segment, Segment.id == Suggestion.segment_id)
        .outerjoin(CaseNoteRevision, CaseNoteRevision.id == Suggestion.revision_id)
        .where(
            Suggestion.retired_at.is_(None),
            or_(_is_newest_note(), is_heard()),
            or_(verdict.is_(None), verdict == Verdict.UNDONE),
            is_offered_in(func.coalesce(Review.offer, Team.offer)),
            ~is_blind(hidden),
        )
    )


def _is_newest_note() -> ColumnElement[bool]:
    other = aliased(CaseNoteRevision)
    newest = select(func.max(other.number)).where(other.note_id == CaseNoteRevision.note_id)
    return CaseNoteRevision.number == newest.correlate(CaseNoteRevision).scalar_subquery()
