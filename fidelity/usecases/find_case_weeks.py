"""What became of each chosen case's week: reviewed with which ratings, missing, or nothing to review."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, case, exists, func, or_, select
from sqlalchemy.orm import Session

from fidelity.adherence.coverage import WeekState, state_of
from fidelity.adherence.series import Rated, composite
from fidelity.usecases.choose_adherence import Choice
from fidelity.usecases.held_cases import HeldCase
from fidelity.usecases.standing_consensus import standing_consensus
from fidelity.usecases.standing_contests import contested_ratings
from models import (
    CaseNote,
    CaseNoteRevision,
    Principle,
    Rater,
    Rating,
    Recording,
    RecordingStatus,
    Reply,
    Review,
    ReviewStatus,
    Week,
)


@dataclass(slots=True)
class CaseWeek:
    """One case's week. Ratings are those that count; nothing: not assessable.

    They are those of its published first review, and where two raters agreed on something else, that.
    """

    case: HeldCase
    week: date
    nothing_because: str | None = None
    #: Whether there is a note or a recording, so that it can be reviewed.
    is_handed_in: bool = False
    review_id: UUID | None = None
    ratings: dict[Principle, int | None] = field(default_factory=dict)
    #: Whose rating, marked words or whole feedback the therapist contests; and where that is not settled.
    contested: set[Principle] = field(default_factory=set)
    unsettled: set[Principle] = field(default_factory=set)
    #: Of what two raters agreed on: what the first had given.
    first: dict[Principle, int | None] = field(default_factory=dict)

    @property
    def state(self) -> WeekState:
        """What became of it, as of today."""
        return state_of(
            self.week,
            is_reviewed=self.review_id is not None,
            is_nothing=self.nothing_because is not None,
            today=date.today(),
        )

    def rated(self, principle: Principle | None) -> Rated | None:
        """Its part in the series of a principle, or of the composite; nothing where there is no rating."""
        ratings, contested, first = self.ratings, self.contested, self.first
        if principle is None:
            if not ratings:
                return None
            return Rated(
                self.week, composite(ratings.values()), bool(contested), bool(self.unsettled), bool(first)
            )
        if principle not in ratings:
            return None
        # Asked ten thousand times for a page, and nearly always of nothing.
        is_contested, is_settled = contested and principle in contested, first and principle in first
        is_open = is_contested and principle in self.unsettled
        return Rated(self.week, ratings[principle], bool(is_contested), bool(is_open), bool(is_settled))


def find_case_weeks(db: Session, choice: Choice) -> list[CaseWeek]:
    """Every week of the choice, oldest first. Three queries, however long and wide it is."""
    found = {(case.id, week): CaseWeek(case, week) for case, week in choice.case_weeks()}
    by_review: dict[UUID, CaseWeek] = {}
    for case_id, week, because, is_handed_in, review_id, *values in _reviews(db, choice) if found else ():
        if case_week := found.get((case_id, week)):
            case_week.nothing_because, case_week.review_id = because, review_id
            case_week.is_handed_in = is_handed_in
            if review_id and review_id not in choice.hidden:
                by_review[review_id] = case_week
                case_week.ratings = {
                    principle: value or None
                    for principle, value in zip(Principle, values, strict=True)
                    if value is not None
                }
    for case_id, week, principle, value in _settled(db, choice) if by_review else ():
        case_week = found.get((case_id, week))
        if case_week and principle in case_week.ratings:
            case_week.first[principle] = case_week.ratings[principle]
            case_week.ratings[principle] = value
    for review_id, principle, is_settled in _contested(db, choice) if by_review else ():
        if case_week := by_review.get(review_id):
            case_week.contested.add(principle)
            if not is_settled:
                case_week.unsettled.add(principle)
    return list(found.values())


def find_reviews(db: Session, choice: Choice) -> list[UUID]:
    """The published first reviews of the choice's weeks that may be seen."""
    chosen = {(case.id, week) for case, week in choice.case_weeks()}
    wanted = select(Week.case_id, Week.starts_on, Review.id).join(Review, is_feedback_of_week())
    rows = db.execute(wanted.where(is_of(choice)))
    return [key for case_id, week, key in rows if (case_id, week) in chosen and key not in choice.hidden]


def is_feedback_of_week() -> ColumnElement[bool]:
    """Joins a week with the review that its therapist got."""
    return and_(
        Review.week_id == Week.id, Review.rater == Rater.FIRST, Review.status == ReviewStatus.PUBLISHED
    )


def is_of(choice: Choice) -> ColumnElement[bool]:
    """True of the rows of ``week`` between the choice's first and last, of its cases."""
    cases = {case.id for case in choice.cases if choice.case_id in {None, case.id}}
    return and_(Week.case_id.in_(cases), Week.starts_on.between(choice.weeks[0], choice.weeks[-1]))


def _reviews(db: Session, choice: Choice) -> Iterable[Any]:
    """Each week that has a row: case, Monday, why there is nothing, whether there is something, its review.

    Then nine ratings, each nothing where there is none, and 0 where it was not assessable. A year of twenty
    cases has ten thousand: as one row for each week they are read in a third of the time.
    """
    ratings = [
        func.max(case((Rating.principle == principle, func.coalesce(Rating.value, 0))))
        for principle in Principle
    ]
    return db.execute(
        select(Week.case_id, Week.starts_on, Week.nothing_because, _is_handed_in(), Review.id, *ratings)
        .select_from(Week)
        .outerjoin(Review, is_feedback_of_week())
        .outerjoin(Rating, Rating.review_id == Review.id)
        .where(is_of(choice))
        .group_by(Week.id, Review.id)
    )


def _is_handed_in() -> ColumnElement[bool]:
    note = exists().where(CaseNote.week_id == Week.id, CaseNoteRevision.note_id == CaseNote.id)
    recording = exists().where(
        Recording.week_id == Week.id,
        Recording.status.not_in((RecordingStatus.WITHDRAWN, RecordingStatus.CANCELLED)),
    )
    return or_(note.correlate(Week), recording.correlate(Week))


def _settled(db: Session, choice: Choice) -> Iterable[Any]:
    """Case, Monday, principle and value of everything that two raters agreed on."""
    standing = standing_consensus()
    return db.execute(
        select(Week.case_id, Week.starts_on, standing.c.principle, standing.c.value)
        .join(standing, standing.c.week_id == Week.id)
        .where(is_of(choice))
    )


def _contested(db: Session, choice: Choice) -> Iterable[Any]:
    """Review, principle, and whether it is settled, of everything that is contested."""
    reviews = select(Review.id).join(Week, is_feedback_of_week()).where(is_of(choice))
    return db.execute(contested_ratings(Reply.review_id.in_(reviews)))
