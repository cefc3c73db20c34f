"""What became of ratings that were given before looking at the suggestions: one's own, and a team's."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import Select, exists, func, select
from sqlalchemy.orm import Session

from fidelity.adherence.moved import Change, Moved, moved, pull_of
from fidelity.permissions import Deed
from fidelity.usecases import audit, guard
from fidelity.usecases.blind import is_kept_from
from fidelity.usecases.choose_adherence import LONGEST
from fidelity.usecases.find_suggestions import of_reviews, standing
from fidelity.usecases.offered import was_offered
from fidelity.usecases.paging import Page, page_of
from fidelity.usecases.ratings_before import before_reveal
from models import (
    Case,
    Person,
    Polarity,
    Principle,
    Rater,
    Rating,
    RatingChange,
    Review,
    ReviewStatus,
    Suggestion,
    SuggestionDecision,
    TakenBack,
    Team,
    Week,
    monday_of,
)


@dataclass(frozen=True, slots=True)
class MovedRating:
    """One rating that changed, and where it stands. Whose it is, is not said."""

    review_id: UUID
    case_id: UUID
    reference: str
    monday: date
    principle: Principle
    change: Change
    is_own: bool


@dataclass(frozen=True)
class MovedPage:
    """One's own, and everybody's of the team together; the rows are those of one of the two."""

    team: Team
    own: Moved
    all: Moved
    is_own: bool
    page: Page[MovedRating]


@dataclass(frozen=True, slots=True)
class _Looked:
    review_id: UUID
    by_id: UUID
    case_id: UUID
    reference: str
    monday: date
    has_changes: bool


def read_moved(db: Session, *, by: Person, team_id: UUID, is_own: bool, page: int = 1) -> MovedPage:
    """Published first reviews of the last two years that were rated first and then revealed, newest first.

    Left out: what was published without looking, and what was looked at only after it was taken back. Five
    queries, however many weeks there are.
    """
    team = guard.team(db, by, Deed.SEE_AGREEMENT, team_id)
    looked = [_Looked(*row) for row in db.execute(_reviews(by, team_id))]
    rows = _changed(db, by, [each for each in looked if each.has_changes])
    audit.note_reading(db, by, "read what suggestions change", subject_id=team_id, team_id=team_id)
    return MovedPage(
        team=team,
        own=_sum(
            [each for each in looked if each.by_id == by.id], [row.change for row in rows if row.is_own]
        ),
        all=_sum(looked, [row.change for row in rows]),
        is_own=is_own,
        page=page_of([row for row in rows if row.is_own or not is_own], page),
    )


def _sum(looked: Sequence[_Looked], changes: Sequence[Change]) -> Moved:
    return moved(len(looked), len({each.by_id for each in looked}), changes)


def _reviews(by: Person, team_id: UUID) -> Select[UUID, UUID, UUID, str, date, bool]:
    since = monday_of(date.today()) - timedelta(weeks=LONGEST - 1)
    was_changed = exists().where(RatingChange.review_id == Review.id, RatingChange.is_after_reveal)
    looked_later = exists().where(
        TakenBack.review_id == Review.id, TakenBack.created_at <= Review.revealed_at
    )
    return (
        select(Review.id, Review.by_id, Case.id, Case.reference, Week.starts_on, was_changed)
        .select_from(Review)
        .join(Week, Week.id == Review.week_id)
        .join(Case, Case.id == Week.case_id)
        .where(
            Case.team_id == team_id,
            Week.starts_on >= since,
            Review.rater == Rater.FIRST,
            Review.status == ReviewStatus.PUBLISHED,
            Review.is_rated_first,
            Review.revealed_at.is_not(None),
            ~looked_later,
            ~is_kept_from(by),
        )
        .order_by(Week.starts_on.desc(), Case.reference)
    )


def _changed(db: Session, by: Person, looked: Sequence[_Looked]) -> list[MovedRating]:
    ids = [each.review_id for each in looked]
    before, since, found = before_reveal(db, ids), _since(db, ids), _suggested(db, ids)
    return [
        MovedRating(
            review_id=each.review_id,
            case_id=each.case_id,
            reference=each.reference,
            monday=each.monday,
            principle=principle,
            change=Change(
                before=was,
                since=since[each.review_id, principle],
                pull=pull_of(
                    found[each.review_id, principle, Polarity.ADHERENT],
                    found[each.review_id, principle, Polarity.COUNTER],
                ),
            ),
            is_own=each.by_id == by.id,
        )
        for each in looked
        for principle, was in before.get(each.review_id, {}).items()
        if (each.review_id, principle) in since and since[each.review_id, principle] != was
    ]


def _since(db: Session, ids: Sequence[UUID]) -> Mapping[tuple[UUID, Principle], int | None]:
    rows = db.execute(
        select(Rating.review_id, Rating.principle, Rating.value).where(Rating.review_id.in_(ids))
    )
    return {(review_id, principle): value for review_id, principle, value in rows}


def _suggested(db: Session, ids: Sequence[UUID]) -> Counter[tuple[UUID, Principle, Polarity]]:
    """How many the rater had before them, of each kind, when the review was published."""
    kind = (Review.id, Suggestion.principle, Suggestion.polarity)
    was_there = was_offered(standing(SuggestionDecision.verdict))
    rows = of_reviews(*kind, func.count()).where(Review.id.in_(ids), was_there)
    counted: Counter[tuple[UUID, Principle, Polarity]] = Counter()
    for review_id, principle, polarity, count in db.execute(rows.group_by(*kind)):
        counted[review_id, principle, polarity] = count
    return counted
