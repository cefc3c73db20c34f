"""Weeks of a team in which both a rater and the machine looked for the principles."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from fidelity.usecases.find_case_weeks import is_feedback_of_week
from fidelity.usecases.find_rated_twice import Between
from fidelity.usecases.find_suggestions import suggested_in_reviews
from models import Case, Mark, Polarity, Principle, Review, Suggestion, Week


@dataclass(slots=True)
class MarkedWeek:
    """A published first review: principles that the words are said to show, by rater and by machine.

    What goes against a principle is not compared: both say it too seldom.
    """

    case_id: UUID
    reference: str
    monday: date
    review_id: UUID
    is_rated_first: bool
    #: When the machine's suggestions came into sight, in a review that was rated first.
    revealed_at: datetime | None
    suggested: set[Principle] = field(default_factory=set)
    marked: set[Principle] = field(default_factory=set)
    #: What was marked before any suggestion could be seen.
    marked_blind: set[Principle] = field(default_factory=set)
    #: The machine suggested something, for whatever principle: it has read the words.
    is_read: bool = False


def find_marked_weeks(db: Session, where: Between) -> Sequence[MarkedWeek]:
    """Oldest first. Three queries, however many there are."""
    columns = (
        Week.case_id,
        Case.reference,
        Week.starts_on,
        Review.id,
        Review.is_rated_first,
        Review.revealed_at,
    )
    wanted = select(*columns).join(Case, Case.id == Week.case_id).join(Review, is_feedback_of_week())
    rows = db.execute(wanted.where(_is_of(where)).order_by(Week.starts_on, Case.reference))
    weeks = {row.id: MarkedWeek(*row) for row in rows}
    of_machine = suggested_in_reviews(Review.id, Suggestion.principle, Suggestion.polarity)
    of_machine = of_machine.join(Case, Case.id == Week.case_id).where(_is_of(where)).distinct()
    for review_id, principle, polarity in db.execute(of_machine):
        weeks[review_id].is_read = True
        if polarity is Polarity.ADHERENT:
            weeks[review_id].suggested.add(principle)
    for review_id, principle, is_live, is_blind in db.execute(_marks(where)):
        if is_live:
            weeks[review_id].marked.add(principle)
        if is_blind:
            weeks[review_id].marked_blind.add(principle)
    return list(weeks.values())


def _marks(where: Between) -> Any:
    stood = or_(Mark.removed_at.is_(None), Mark.removed_at > Review.revealed_at)
    unseen = or_(Review.revealed_at.is_(None), and_(Mark.created_at <= Review.revealed_at, stood))
    live = Mark.removed_at.is_(None)
    is_blind = and_(Review.is_rated_first, unseen, or_(live, Review.revealed_at.is_not(None)))
    return (
        select(Review.id, Mark.principle, live.label("is_live"), is_blind.label("is_blind"))
        .join(Mark, Mark.review_id == Review.id)
        .join(Week, is_feedback_of_week())
        .join(Case, Case.id == Week.case_id)
        .where(_is_of(where), Mark.polarity == Polarity.ADHERENT)
        .distinct()
    )


def _is_of(where: Between) -> ColumnElement[bool]:
    return and_(
        Case.team_id == where.team_id,
        Week.starts_on.between(where.since, where.until),
        Review.published_at <= where.at,
    )
