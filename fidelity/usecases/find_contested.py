"""What therapists contest in a team's published reviews, and nobody has settled."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from fidelity.agenda.items import Contested, Item, Kind, Thing
from fidelity.usecases.agenda_span import Span
from fidelity.usecases.find_agenda_reviews import Published
from fidelity.usecases.standing_consensus import standing_consensus
from models import Comment, Mark, Person, Principle, Rating, Reply, Stance


def find_contested(
    db: Session, span: Span, published: Mapping[UUID, Published], touched: Collection[str]
) -> list[Item]:
    """One item for each thing that is contested now. ``touched``: keys shown though they are settled."""
    last = _last_replies(db, published)
    settled, principles = _settled(db, published, last)
    items = []
    for thing_id, (reply, thing, by) in last.items():
        key = f"{Kind.CONTESTED.value}:{thing_id}"
        is_settled = reply.stance is not Stance.CONTEST or settled(reply)
        if is_settled and key not in touched:
            continue
        review = published[reply.review_id]
        content = Contested(
            thing, review.id, thing_id, principles.get(thing_id), reply.text, by, reply.created_at, is_settled
        )
        home = max(review.week.monday, span.first_after(reply.created_at))
        items.append(span.item(key, Kind.CONTESTED, home=home, week=review.week, content=content))
    return items


def _last_replies(db: Session, published: Iterable[UUID]) -> dict[UUID, tuple[Any, Thing, str]]:
    """The reply that counts, by what it answers: the review's key stands for the whole of it."""
    rows = db.execute(
        select(
            Reply.review_id,
            Reply.rating_id,
            Reply.mark_id,
            Reply.comment_id,
            Reply.stance,
            Reply.text,
            Reply.created_at,
            Person.name,
        )
        .join(Reply.by)
        .where(Reply.review_id.in_(published), Reply.stance != Stance.ANSWER)
        .order_by(Reply.created_at, Reply.id)
    )
    last = {}
    for row in rows:
        if row.rating_id:
            thing_id, thing = row.rating_id, Thing.RATING
        elif row.mark_id:
            thing_id, thing = row.mark_id, Thing.MARK
        elif row.comment_id:
            thing_id, thing = row.comment_id, Thing.COMMENT
        else:
            thing_id, thing = row.review_id, Thing.WHOLE
        last[thing_id] = row, thing, row.name
    return last


def _settled(
    db: Session, published: Mapping[UUID, Published], last: Mapping[UUID, tuple[Any, Thing, str]]
) -> Any:
    """Tells whether a contesting reply was settled after it came; and the principle of each thing."""
    ratings = {key for key, (_, thing, _by) in last.items() if thing is Thing.RATING}
    marks = {key for key, (_, thing, _by) in last.items() if thing is Thing.MARK}
    comments = {key for key, (_, thing, _by) in last.items() if thing is Thing.COMMENT}
    principles: dict[UUID, Principle] = {
        key: principle
        for kind, keys in ((Rating, ratings), (Mark, marks))
        for key, principle in db.execute(select(kind.id, kind.principle).where(kind.id.in_(keys)))
    }
    resolved = dict(db.execute(select(Comment.id, Comment.resolved_at).where(Comment.id.in_(comments))).all())
    agreed = standing_consensus()
    weeks = {review.week.id for review in published.values()}
    agreements = {
        (week_id, principle): at
        for week_id, principle, at in db.execute(
            select(agreed.c.week_id, agreed.c.principle, agreed.c.created_at).where(
                agreed.c.week_id.in_(weeks)
            )
        )
    }

    def is_settled(reply: Any) -> bool:
        if reply.comment_id:
            at = resolved.get(reply.comment_id)
        elif reply.rating_id:
            at = agreements.get((published[reply.review_id].week.id, principles[reply.rating_id]))
        else:
            at = None
        return at is not None and at >= reply.created_at

    return is_settled, principles
