"""What therapists contest in a team's published reviews, and how far each contest is."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from fidelity.agenda.items import Contested, Item, Kind
from fidelity.contests import ContestState, Progress, Thing, state_of
from fidelity.usecases.agenda_span import Span
from fidelity.usecases.find_agenda_reviews import Published
from fidelity.usecases.find_second_ratings import SecondRating
from models import CaseTherapist, Comment, Mark, Person, Principle, Rating, Reply, Review, Stance, Week


@dataclass(slots=True)
class LastWord:
    """What the therapist last replied to one thing, and what a rater did about it since.

    ``said`` has the reply's columns, and the name of who wrote it.
    """

    thing: Thing
    said: Any
    answered_at: datetime | None = None
    #: Of a comment.
    resolved_at: datetime | None = None
    #: Of a rating or mark.
    principle: Principle | None = None
    value: int | None = None

    def contest(self, second: SecondRating) -> ContestState | None:
        """How far it is; nothing where the therapist does not contest it."""
        if self.said.stance is not Stance.CONTEST:
            return None
        of_whole = second.first if self.thing is Thing.WHOLE else ()
        progress = Progress(
            is_begun=second.is_begun,
            handed_in_at=second.handed_in_at,
            numbers=[second.number(each) for each in ([self.principle] if self.principle else of_whole)],
            answered_at=self.answered_at,
            resolved_at=self.resolved_at,
        )
        return state_of(self.thing, self.said.created_at, progress)


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
        state = contest.contest(seconds.get(review.week.id, SecondRating())) or ContestState.SETTLED
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


def find_last_words(db: Session, published: Iterable[UUID]) -> dict[UUID, LastWord]:
    """By what is answered: the review's key stands for the whole of it. Four queries.

    What was removed when feedback was taken back takes along what was said of it.
    """
    is_therapist = exists().where(
        CaseTherapist.case_id == Week.case_id, CaseTherapist.person_id == Reply.by_id
    )
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
            is_therapist.label("is_therapist"),
        )
        .join(Reply.by)
        .join(Review, Review.id == Reply.review_id)
        .join(Week, Week.id == Review.week_id)
        .where(Reply.review_id.in_(published))
        .order_by(Reply.created_at, Reply.id)
    )
    found: dict[UUID, LastWord] = {}
    for row in rows:
        thing_id, thing = _thing(row)
        if row.stance is not Stance.ANSWER:
            found[thing_id] = LastWord(thing, row)
        elif thing_id in found and not row.is_therapist:
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
        found[thing_id].resolved_at = resolved_at
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
