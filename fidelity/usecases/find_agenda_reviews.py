"""From published reviews to the agenda: what is contested, good work, what was agreed and not done."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from fidelity.agenda.items import Agreed, AgreedThing, Good, Item, Kind
from fidelity.usecases.agenda_span import AgendaWeek, Span
from models import (
    Action,
    ActionAnswer,
    ActionOutcome,
    Person,
    Principle,
    Rater,
    Rating,
    Review,
    ReviewStatus,
)

_RATERS = {ActionOutcome.SEEN, ActionOutcome.NOT_SEEN}
_NOT_DONE = {ActionOutcome.NOT_DONE, ActionOutcome.PARTLY}


@dataclass(frozen=True, slots=True)
class Published:
    """A first review that its therapist got."""

    id: UUID
    week: AgendaWeek
    by: str
    published_at: datetime
    strengths: str


def find_published(db: Session, span: Span) -> dict[UUID, Published]:
    """By key; those of hidden weeks are left out."""
    rows = db.execute(
        select(Review.id, Review.week_id, Person.name, Review.published_at, Review.strengths)
        .join(Review.by)
        .where(
            Review.week_id.in_(span.weeks.keys() - span.hidden),
            Review.rater == Rater.FIRST,
            Review.status == ReviewStatus.PUBLISHED,
        )
    )
    return {
        review_id: Published(review_id, span.weeks[week_id], by, published_at, strengths)
        for review_id, week_id, by, published_at, strengths in rows
        if published_at is not None
    }


def find_good_work(db: Session, span: Span, published: Mapping[UUID, Published]) -> list[Item]:
    """One item a review that names a strength, or that gives a 5."""
    fives: dict[UUID, list[Principle]] = {}
    rated = select(Rating.review_id, Rating.principle).where(
        Rating.review_id.in_(published), Rating.value == 5
    )
    for review_id, principle in db.execute(rated):
        fives.setdefault(review_id, []).append(principle)
    return [
        span.item(
            f"{Kind.GOOD.value}:{review.id}",
            Kind.GOOD,
            home=max(review.week.monday, span.first_after(review.published_at)),
            week=review.week,
            content=Good(
                review.id,
                review.by,
                review.strengths,
                sorted(fives.get(review.id, ()), key=lambda each: each.number),
            ),
        )
        for review in published.values()
        if review.strengths.strip() or review.id in fives
    ]


def find_not_done(
    db: Session, span: Span, published: Mapping[UUID, Published], touched: Collection[str]
) -> list[Item]:
    """What was agreed and is not done, not seen, or unanswered once its day has come."""
    items = []
    for review_id, things in find_agreed(db, span, published).items():
        review = published[review_id]
        home = max(review.week.monday + timedelta(weeks=1), span.first_after(review.published_at))
        for thing in things:
            key = f"{Kind.ACTION.value}:{thing.id}"
            if key in touched or _is_open(thing, span.due(home).date()):
                items.append(
                    span.item(key, Kind.ACTION, home=home, week=review.week, content=Agreed(review_id, thing))
                )
    return items


def find_agreed(db: Session, span: Span, published: Iterable[UUID]) -> dict[UUID, list[AgreedThing]]:
    """What was agreed in each review, and what became of it. Two queries.

    What a rater found in a hidden week is left out: it is part of that week's feedback.
    """
    rows = db.execute(
        select(Action.id, Action.review_id, Action.text, Person.name, Action.due_on, Action.done_at)
        .outerjoin(Action.owner)
        .where(Action.review_id.in_(published))
        .order_by(Action.position)
    ).all()
    said = _answers(db, {row.id for row in rows}, span.hidden)
    found: dict[UUID, list[AgreedThing]] = {}
    for action_id, review_id, text, owner, due_on, done_at in rows:
        therapist, words, rater = said.get(action_id, (None, "", None))
        thing = AgreedThing(
            id=action_id,
            text=text,
            owner=owner or "",
            due_on=due_on,
            therapist=therapist,
            therapist_text=words,
            rater=rater,
            is_done=therapist is ActionOutcome.DONE or (therapist is None and done_at is not None),
        )
        found.setdefault(review_id, []).append(thing)
    return found


def _is_open(agreed: AgreedThing, consultation: date) -> bool:
    if agreed.rater is ActionOutcome.NOT_SEEN or agreed.therapist in _NOT_DONE:
        return True
    if agreed.is_done or agreed.rater is ActionOutcome.SEEN:
        return False
    return agreed.due_on is None or agreed.due_on <= consultation


def _answers(
    db: Session, action_ids: set[UUID], hidden: frozenset[UUID]
) -> dict[UUID, tuple[ActionOutcome | None, str, ActionOutcome | None]]:
    """The therapist's last answer with its words, and that of the rater whose review is published."""
    answers: Iterable[Any] = db.execute(
        select(ActionAnswer.action_id, ActionAnswer.outcome, ActionAnswer.text)
        .outerjoin(Review, Review.id == ActionAnswer.review_id)
        .where(
            ActionAnswer.action_id.in_(action_ids),
            or_(
                ActionAnswer.review_id.is_(None),
                (Review.rater == Rater.FIRST)
                & (Review.status == ReviewStatus.PUBLISHED)
                & Review.week_id.not_in(hidden),
            ),
        )
        .order_by(ActionAnswer.created_at, ActionAnswer.id)
    )
    said: dict[UUID, tuple[ActionOutcome | None, str, ActionOutcome | None]] = {}
    for action_id, outcome, text in answers:
        therapist, words, rater = said.get(action_id, (None, "", None))
        said[action_id] = (therapist, words, outcome) if outcome in _RATERS else (outcome, text, rater)
    return said
