"""What therapists contest in a team's published reviews, and how far each contest is."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from fidelity.agenda.items import Contested, Item, Kind, Thing
from fidelity.contests import ContestState, Progress, state_of
from fidelity.usecases.agenda_span import Span
from fidelity.usecases.find_agenda_reviews import Published
from fidelity.usecases.find_second_ratings import SecondRating
from models import Comment, Mark, Person, Principle, Rating, Reply, Stance


@dataclass(slots=True)
class LastWord:
    """What the therapist last replied to one thing, and when somebody answered it or resolved the comment.

    ``said`` has the reply's columns, and the name of who wrote it.
    """

    thing: Thing
    said: Any
    answered_at: datetime | None = None
    principle: Principle | None = None
    value: int | None = None


def find_contested(
    db: Session,
    span: Span,
    published: Mapping[UUID, Published],
    seconds: Mapping[UUID, SecondRating],
    touched: Collection[str],
) -> list[Item]:
    """One item for each thing that is contested now. ``touched``: keys shown though they are settled."""
    items = []
    for thing_id, contest in find_last_words(db, published).items():
        said, review = contest.said, published[contest.said.review_id]
        state = _state(contest, seconds.get(review.week.id, SecondRating()))
        key = f"{Kind.CONTESTED.value}:{thing_id}"
        if state is ContestState.SETTLED and key not in touched:
            continue
        content = Contested(
            contest.thing,
            review.id,
            thing_id,
            contest.principle,
            contest.value,
            said.text,
            said.name,
            said.created_at,
            state,
        )
        home = max(review.week.monday, span.first_after(said.created_at))
        items.append(span.item(key, Kind.CONTESTED, home=home, week=review.week, content=content))
    return items


def _state(contest: LastWord, second: SecondRating) -> ContestState:
    said = contest.said
    if said.stance is not Stance.CONTEST:
        return ContestState.SETTLED
    moments = []
    if contest.principle in second.agreed:
        moments.append(second.agreed[contest.principle].at)
    if contest.thing is not Thing.RATING and contest.answered_at:
        moments.append(contest.answered_at)
    # A comment that somebody has resolved needs no second rating.
    if contest.thing is Thing.COMMENT and contest.answered_at and contest.answered_at > said.created_at:
        return ContestState.SETTLED
    progress = Progress(
        is_begun=second.is_begun,
        done_at=second.done_at,
        is_equal=second.is_equal(contest.principle),
        settled_at=max(moments, default=None),
    )
    return state_of(said.created_at, progress)


def find_last_words(db: Session, published: Iterable[UUID]) -> dict[UUID, LastWord]:
    """By what is answered: the review's key stands for the whole of it. Four queries.

    What was removed when feedback was taken back takes along what was said of it.
    """
    rows = db.execute(
        select(
            Reply.review_id,
            Reply.rating_id,
            Reply.mark_id,
            Reply.comment_id,
            Reply.by_id,
            Reply.stance,
            Reply.text,
            Reply.created_at,
            Person.name,
        )
        .join(Reply.by)
        .where(Reply.review_id.in_(published))
        .order_by(Reply.created_at, Reply.id)
    )
    found: dict[UUID, LastWord] = {}
    for row in rows:
        thing_id, thing = _thing(row)
        if row.stance is not Stance.ANSWER:
            found[thing_id] = LastWord(thing, row)
        elif thing_id in found and row.by_id != found[thing_id].said.by_id:
            found[thing_id].answered_at = row.created_at
    rated = select(Rating.id, Rating.principle, Rating.value).where(Rating.id.in_(found))
    for thing_id, principle, value in db.execute(rated):
        found[thing_id].principle, found[thing_id].value = principle, value
    marks = select(Mark.id, Mark.principle, Mark.removed_at).where(Mark.id.in_(found))
    for thing_id, principle, removed_at in db.execute(marks).all():
        found[thing_id].principle = principle
        if removed_at is not None:
            del found[thing_id]
    comments = [thing_id for thing_id, contest in found.items() if contest.thing is Thing.COMMENT]
    resolved = select(Comment.id, Comment.resolved_at, Comment.removed_at).where(Comment.id.in_(comments))
    for thing_id, resolved_at, removed_at in db.execute(resolved).all():
        found[thing_id].answered_at = resolved_at
        if removed_at is not None:
            del found[thing_id]
    return found


def _thing(row: Any) -> tuple[UUID, Thing]:
    if row.rating_id:
        return row.rating_id, Thing.RATING
    if row.mark_id:
        return row.mark_id, Thing.MARK
    if row.comment_id:
        return row.comment_id, Thing.COMMENT
    return row.review_id, Thing.WHOLE
