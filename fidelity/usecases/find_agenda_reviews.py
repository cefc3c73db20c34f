"""From published reviews to the agenda: what was agreed, and what became of it."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from fidelity.agenda.items import Agreed, AgreedThing, Item, Kind, Unanswered
from fidelity.usecases.agenda_span import AgendaWeek, Span
from models import (
    Action,
    ActionAnswer,
    ActionOutcome,
    Person,
    Rater,
    Review,
    ReviewStatus,
    monday_of,
)

_RATERS = {ActionOutcome.SEEN, ActionOutcome.NOT_SEEN}
_NOT_DONE = {ActionOutcome.NOT_DONE, ActionOutcome.PARTLY}


@dataclass(slots=True)
class _Answers:
    """What was last said of an action, by each side."""

    therapist: ActionOutcome | None = None
    text: str = ""
    rater: ActionOutcome | None = None
    found_in: UUID | None = None


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


def find_not_done(
    span: Span,
    published: Mapping[UUID, Published],
    agreed: Mapping[UUID, Sequence[AgreedThing]],
    touched: Collection[str],
) -> list[Item]:
    """What was agreed and is not done or not seen, each by itself."""
    items = []
    for review_id, things in agreed.items():
        review = published[review_id]
        for thing in things:
            key = f"{Kind.ACTION.value}:{thing.id}"
            if key in touched or _is_not_done(thing):
                items.append(
                    span.item(
                        key,
                        Kind.ACTION,
                        home=_asked_at(span, review),
                        week=review.week,
                        content=Agreed(review_id, thing),
                    )
                )
    return items


def find_unanswered(
    span: Span,
    published: Mapping[UUID, Published],
    agreed: Mapping[UUID, Sequence[AgreedThing]],
    touched: Collection[str],
) -> list[Item]:
    """What was agreed and of which nothing is known once its day has come: one item a feedback.

    In a week in which nothing happened, and somebody said why, nobody is asked after it.
    """
    resting = {
        week.case_id
        for week in span.weeks.values()
        if week.monday == span.monday and week.nothing_because is not None
    }
    items = []
    for review_id, things in agreed.items():
        review = published[review_id]
        homes = [_home(span, review, thing) for thing in things if _is_unknown(thing)]
        due = [thing for thing in things if _is_unknown(thing) and _home(span, review, thing) <= span.monday]
        key = f"{Kind.UNANSWERED.value}:{review_id}"
        if key in touched or (due and review.week.case_id not in resting):
            home = max((home for home in homes if home <= span.monday), default=_asked_at(span, review))
            content = Unanswered(review_id, due)
            items.append(span.item(key, Kind.UNANSWERED, home=home, week=review.week, content=content))
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
        of_action = said.get(action_id, _Answers())
        therapist = of_action.therapist
        thing = AgreedThing(
            id=action_id,
            text=text,
            owner=owner or "",
            due_on=due_on,
            therapist=therapist,
            therapist_text=of_action.text,
            rater=of_action.rater,
            found_in=of_action.found_in,
            is_done=therapist is ActionOutcome.DONE or (therapist is None and done_at is not None),
        )
        found.setdefault(review_id, []).append(thing)
    return found


def _is_not_done(agreed: AgreedThing) -> bool:
    return agreed.rater is ActionOutcome.NOT_SEEN or agreed.therapist in _NOT_DONE


def _is_unknown(agreed: AgreedThing) -> bool:
    return agreed.rater is None and agreed.therapist is None and not agreed.is_done


def _asked_at(span: Span, review: Published) -> date:
    """The consultation after the one at which it was agreed, at the earliest."""
    return max(review.week.monday + timedelta(weeks=1), span.first_after(review.published_at))


def _home(span: Span, review: Published, thing: AgreedThing) -> date:
    """The first consultation on or after its day."""
    asked = _asked_at(span, review)
    if thing.due_on is None:
        return asked
    monday = monday_of(thing.due_on)
    is_after = span.due(monday).date() < thing.due_on
    return max(asked, monday + timedelta(weeks=1) if is_after else monday)


def _answers(db: Session, action_ids: set[UUID], hidden: frozenset[UUID]) -> dict[UUID, _Answers]:
    """The therapist's last answer with its words, and that of the rater whose review is published."""
    rows: Iterable[Any] = db.execute(
        select(ActionAnswer.action_id, ActionAnswer.outcome, ActionAnswer.text, ActionAnswer.review_id)
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
    said: defaultdict[UUID, _Answers] = defaultdict(_Answers)
    for action_id, outcome, text, review_id in rows:
        of_action = said[action_id]
        if outcome in _RATERS:
            of_action.rater, of_action.found_in = outcome, review_id
        else:
            of_action.therapist, of_action.text = outcome, text
    return said
