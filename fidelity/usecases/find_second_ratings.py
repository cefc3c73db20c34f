"""Second ratings of many weeks at once: how far each is and, once both raters are done, what they gave."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlalchemy import and_, select
from sqlalchemy.orm import Session, aliased

from fidelity.contests import Number
from fidelity.usecases.standing_consensus import standing_consensus
from models import Principle, Rater, Rating, Review, ReviewStatus, SecondLook


@dataclass(frozen=True, slots=True)
class Settled:
    """What both agreed on for a principle. ``value``: nothing is not assessable."""

    value: int | None
    why: str
    at: datetime


@dataclass(slots=True)
class SecondRating:
    """Of one week. ``second`` and ``agreed`` are empty until both raters are done."""

    is_begun: bool = False
    done_at: datetime | None = None
    #: When the second rater was done; like the rest, nothing until both are.
    handed_in_at: datetime | None = None
    first: dict[Principle, int | None] = field(default_factory=dict)
    second: dict[Principle, int | None] = field(default_factory=dict)
    agreed: dict[Principle, Settled] = field(default_factory=dict)

    def is_equal(self, principle: Principle | None) -> bool:
        """Whether both gave the same, not assessable included."""
        return (
            principle in self.first
            and principle in self.second
            and self.first[principle] == self.second[principle]
        )

    def number(self, principle: Principle) -> Number:
        """What a contest of it rests on."""
        agreed = self.agreed.get(principle)
        return Number(self.is_equal(principle), agreed.at if agreed else None)

    @property
    def differing(self) -> list[tuple[Principle, int | None, int | None]]:
        """Where they gave something else and have not settled it: the first's value, and the second's."""
        return [
            (principle, self.first[principle], self.second[principle])
            for principle in Principle
            if principle in self.first
            and principle in self.second
            and not self.is_equal(principle)
            and principle not in self.agreed
        ]


def find_second_ratings(db: Session, week_ids: Collection[UUID]) -> dict[UUID, SecondRating]:
    """Of the weeks that are or were to be rated twice. Three queries. For who may see both raters' work."""
    first, second = aliased(Review), aliased(Review)
    rows = db.execute(
        select(SecondLook.week_id, first.status, first.published_at, second.id, second.submitted_at)
        .outerjoin(first, and_(first.week_id == SecondLook.week_id, first.rater == Rater.FIRST))
        .outerjoin(second, and_(second.week_id == SecondLook.week_id, second.rater == Rater.SECOND))
        .where(SecondLook.week_id.in_(week_ids))
    )
    found: dict[UUID, SecondRating] = {}
    for week_id, status, published_at, second_id, submitted_at in rows:
        rating = found[week_id] = SecondRating(is_begun=second_id is not None)
        if status is ReviewStatus.PUBLISHED and published_at and submitted_at:
            rating.done_at, rating.handed_in_at = max(published_at, submitted_at), submitted_at
    done = [week_id for week_id, rating in found.items() if rating.done_at]
    ratings = db.execute(
        select(Review.week_id, Review.rater, Rating.principle, Rating.value)
        .join(Review, Review.id == Rating.review_id)
        .where(Review.week_id.in_(done), Review.rater.in_([Rater.FIRST, Rater.SECOND]))
    )
    for week_id, rater, principle, value in ratings:
        given = found[week_id].first if rater is Rater.FIRST else found[week_id].second
        given[principle] = value
    agreed = standing_consensus()
    settled = db.execute(
        select(agreed.c.week_id, agreed.c.principle, agreed.c.value, agreed.c.why, agreed.c.created_at).where(
            agreed.c.week_id.in_(done)
        )
    )
    for week_id, principle, value, why, at in settled:
        found[week_id].agreed[principle] = Settled(value, why, at)
    return found
