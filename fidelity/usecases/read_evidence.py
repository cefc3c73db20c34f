"""The reviews, ratings and marked words behind a point of an adherence chart."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from fidelity.adherence.series import FLOOR_WEEKS, Point, Series
from fidelity.anchors import anchor_alone
from fidelity.usecases import audit
from fidelity.usecases.choose_adherence import SPANS, Choice, choose_adherence
from fidelity.usecases.errors import NotFound
from fidelity.usecases.find_case_weeks import CaseWeek, find_case_weeks
from fidelity.usecases.locate_words import Place, locate_words
from fidelity.usecases.paging import Page, page_of
from fidelity.usecases.read_adherence import series_of
from fidelity.usecases.reply_texts import ReplyText, reply_texts
from fidelity.usecases.standing_consensus import standing_consensus
from models import (
    CodebookEntry,
    Mark,
    Person,
    Principle,
    Rater,
    Rating,
    Review,
    ReviewStatus,
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which rows: of a week (a Monday) or of some, of a value (0: not assessable), contested, settled."""

    week: date | None = None
    since: date | None = None
    until: date | None = None
    value: int | None = None
    is_contested: bool = False
    is_settled: bool = False

    def shows(self, case_week: CaseWeek, principle: Principle | None) -> bool:
        """Whether a week that was rated is among them."""
        first, last = self.week or self.since, self.week or self.until
        if (first and case_week.week < first) or (last and case_week.week > last):
            return False
        if self.value is not None and (
            principle is None or (case_week.ratings[principle] or 0) != self.value
        ):
            return False
        asked = [(self.is_contested, case_week.unsettled), (self.is_settled, set(case_week.first))]
        return all(
            bool(those) if principle is None else principle in those for is_asked, those in asked if is_asked
        )


@dataclass(frozen=True)
class BehindPoint:
    """One review: ratings, words marked for the principle, replies to the rating, the words and the whole."""

    case_week: CaseWeek
    review: Review
    #: What a second rater gave, where there is one and both are done.
    second: Mapping[Principle, int | None]
    #: What settled it where two raters agreed.
    settled_by: Mapping[Principle, str]
    #: What the codebook says such a rating looks like; nothing for the composite or without a rating.
    anchor: str | None
    quotes: Sequence[tuple[Mark, Place]]
    replies: Sequence[ReplyText]


@dataclass(frozen=True)
class Evidence:
    """What is behind a principle, or the composite, in one week or in all of the choice's."""

    choice: Choice
    principle: Principle | None
    wanted: Wanted
    series: Series
    page: Page[BehindPoint]

    @property
    def point(self) -> Point | None:
        """The point of the week; nothing below the floor, where no mean is shown."""
        if not self.series.is_enough:
            return None
        return next((point for point in self.series.points if point.week == self.wanted.week), None)


def read_evidence(
    db: Session,
    *,
    by: Person,
    team_id: UUID,
    therapist_id: UUID | None = None,
    case_id: UUID | None = None,
    weeks: int = SPANS[1],
    principle: Principle | None = None,
    wanted: Wanted | None = None,
    floor_weeks: int = FLOOR_WEEKS,
    page: int = 1,
) -> Evidence:
    """``principle``: nothing for the composite. ``wanted``: nothing for all. Newest first."""
    wanted = wanted or Wanted()
    choice = choose_adherence(
        db, by=by, team_id=team_id, therapist_id=therapist_id, case_id=case_id, weeks=weeks
    )
    if wanted.week is not None and wanted.week not in choice.weeks:
        raise NotFound
    case_weeks = find_case_weeks(db, choice)
    behind = [
        each for each in reversed(case_weeks) if each.rated(principle) and wanted.shows(each, principle)
    ]
    rows = page_of(behind, page)
    audit.note_reading(db, by, "read evidence", subject_id=team_id, team_id=team_id)
    return Evidence(
        choice=choice,
        principle=principle,
        wanted=wanted,
        series=series_of(case_weeks, principle, floor_weeks),
        page=Page(_behind(db, rows.rows, principle, choice), rows.number, rows.total),
    )


def _behind(
    db: Session, case_weeks: Sequence[CaseWeek], principle: Principle | None, choice: Choice
) -> list[BehindPoint]:
    ids = [each.review_id for each in case_weeks]
    reviews = {review.id: review for review in db.scalars(select(Review).where(Review.id.in_(ids)))}
    marks = db.scalars(
        select(Mark)
        .where(Mark.review_id.in_(ids), Mark.principle == principle, Mark.removed_at.is_(None))
        .order_by(Mark.created_at, Mark.id)
        .options(selectinload(Mark.suggestion))
    ).all()
    at = {mark.id: reviews[mark.review_id].published_at for mark in marks}
    places = locate_words(db, marks, at=at)
    quotes: defaultdict[UUID, list[tuple[Mark, Place]]] = defaultdict(list)
    for mark in marks:
        quotes[mark.review_id].append((mark, places[mark.id]))
    replies = _replies(db, reviews, principle)
    anchors = _anchors(db, reviews, principle)
    # A therapist is told what was agreed on, not what each rater thought on the way.
    weeks = [review.week_id for review in reviews.values()]
    second, settled_by = {} if choice.is_own else _second(db, weeks), _settled_by(db, weeks)

    behind = []
    for each in case_weeks:
        review = reviews[each.review_id]  # type: ignore[index]  # who was rated has a review
        value = each.ratings.get(principle) if principle else None
        anchor = anchor_alone(anchors[review.codebook_id], value) if value else None
        behind.append(
            BehindPoint(
                case_week=each,
                review=review,
                second=second.get(review.week_id, {}),
                settled_by=settled_by[review.week_id],
                anchor=anchor,
                quotes=quotes[review.id],
                replies=replies.get(review.id, ()),
            )
        )
    return behind


def _second(db: Session, weeks: Sequence[UUID]) -> Mapping[UUID, Mapping[Principle, int | None]]:
    """What second raters handed in, by week."""
    rows = db.execute(
        select(Review.week_id, Rating.principle, Rating.value)
        .join(Rating, Rating.review_id == Review.id)
        .where(
            Review.week_id.in_(weeks),
            Review.rater == Rater.SECOND,
            Review.status == ReviewStatus.SUBMITTED,
        )
    )
    found: defaultdict[UUID, dict[Principle, int | None]] = defaultdict(dict)
    for week_id, principle, value in rows:
        found[week_id][principle] = value
    return found


def _settled_by(db: Session, weeks: Sequence[UUID]) -> defaultdict[UUID, dict[Principle, str]]:
    """The sentence that two raters wrote where they agreed on something, by week."""
    standing = standing_consensus()
    wanted = select(standing.c.week_id, standing.c.principle, standing.c.why)
    found: defaultdict[UUID, dict[Principle, str]] = defaultdict(dict)
    for week_id, principle, why in db.execute(wanted.where(standing.c.week_id.in_(weeks))):
        found[week_id][principle] = why
    return found


def _replies(
    db: Session, reviews: Mapping[UUID, Review], principle: Principle | None
) -> Mapping[UUID, Sequence[ReplyText]]:
    """Of each review those to the whole, the rating and the words; for the composite to any rating."""
    return {
        review_id: [
            text
            for text in texts
            if text.is_of_whole
            or (not text.is_of_comment and text.principle is principle)
            or (principle is None and text.principle is not None and not text.is_of_mark)
        ]
        for review_id, texts in reply_texts(db, reviews).items()
    }


def _anchors(
    db: Session, reviews: Mapping[UUID, Review], principle: Principle | None
) -> Mapping[UUID, Mapping[str, str]]:
    """What each rating of the principle looks like, by codebook."""
    codebooks = {review.codebook_id for review in reviews.values()}
    wanted = select(CodebookEntry).where(
        CodebookEntry.codebook_id.in_(codebooks), CodebookEntry.principle == principle
    )
    return {entry.codebook_id: entry.anchors for entry in db.scalars(wanted)} if principle else {}
