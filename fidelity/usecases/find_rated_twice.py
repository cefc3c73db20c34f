"""Weeks of a team that two raters rated, neither knowing of the other's work."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session, aliased

from models import Case, Principle, Rater, Rating, Review, ReviewStatus, TakenBack, Week


@dataclass(frozen=True, slots=True)
class Between:
    """A team's weeks from one Monday to another, as they stood at a moment."""

    team_id: UUID
    since: date
    until: date
    at: datetime


@dataclass(frozen=True, slots=True)
class RatedTwice:
    """A week that both have finished. Ratings as each gave them; what they agreed on later is elsewhere."""

    week_id: UUID
    case_id: UUID
    reference: str
    monday: date
    first_id: UUID
    second_id: UUID
    first_by_id: UUID
    second_by_id: UUID
    #: The second rater had read the first's feedback.
    knew_first: bool
    #: The first took the feedback back when the second was done, and could have seen it.
    is_changed_after: bool
    first: dict[Principle, int | None]
    second: dict[Principle, int | None]

    @property
    def counts(self) -> bool:
        """Whether it says anything of agreement."""
        return not self.knew_first and not self.is_changed_after


def find_rated_twice(db: Session, where: Between) -> Sequence[RatedTwice]:
    """Oldest first. Two queries, however many there are."""
    rows = db.execute(_weeks(where)).all()
    ratings = _ratings(db, [key for row in rows for key in (row.first_id, row.second_id)])
    return [
        RatedTwice(**row._mapping, first=ratings[row.first_id], second=ratings[row.second_id])  # noqa: SLF001
        for row in rows
    ]


def _weeks(where: Between) -> Any:
    first, second = aliased(Review), aliased(Review)
    taken_back = exists().where(TakenBack.review_id == first.id, TakenBack.created_at > second.submitted_at)
    return (
        select(
            Week.id.label("week_id"),
            Week.case_id,
            Case.reference,
            Week.starts_on.label("monday"),
            first.id.label("first_id"),
            second.id.label("second_id"),
            first.by_id.label("first_by_id"),
            second.by_id.label("second_by_id"),
            second.knew_first,
            taken_back.label("is_changed_after"),
        )
        .join(Case, Case.id == Week.case_id)
        .join(first, (first.week_id == Week.id) & (first.rater == Rater.FIRST))
        .join(second, (second.week_id == Week.id) & (second.rater == Rater.SECOND))
        .where(
            Case.team_id == where.team_id,
            Week.starts_on.between(where.since, where.until),
            first.status == ReviewStatus.PUBLISHED,
            first.published_at <= where.at,
            second.status == ReviewStatus.SUBMITTED,
            second.submitted_at <= where.at,
        )
        .order_by(Week.starts_on, Case.reference)
    )


def _ratings(db: Session, reviews: Iterable[UUID]) -> defaultdict[UUID, dict[Principle, int | None]]:
    found: defaultdict[UUID, dict[Principle, int | None]] = defaultdict(dict)
    wanted = select(Rating.review_id, Rating.principle, Rating.value).where(Rating.review_id.in_(reviews))
    for review_id, principle, value in db.execute(wanted):
        found[review_id][principle] = value
    return found
