"""What therapists contest and nobody who rates has answered or settled yet."""

from sqlalchemy import Subquery, and_, func, select
from sqlalchemy.orm import Session

from fidelity.permissions import Deed
from fidelity.usecases import guard
from fidelity.usecases.blind import is_hidden_from
from fidelity.usecases.reach import cases_within_reach
from fidelity.usecases.standing_consensus import standing_consensus
from models import Case, Comment, Mark, Person, Rater, Rating, Reply, Review, ReviewStatus, Stance, Week

#: What a message is about: a rating, a mark, a comment, or the review as a whole.
_THING = func.coalesce(Reply.rating_id, Reply.mark_id, Reply.comment_id, Reply.review_id)


def open_contests() -> Subquery:
    """Rows of ``review_id``: one for each thing that is contested and where the last word is the therapist's.

    What was agreed on since is settled.
    """
    # A question about some reviews then looks at their replies alone: a database sees that it may.
    each = (Reply.review_id, _THING)
    newest_first = (Reply.created_at.desc(), Reply.id.desc())
    ranked = select(
        Reply.review_id,
        _THING.label("thing"),
        Reply.by_id,
        func.row_number().over(partition_by=each, order_by=newest_first).label("place"),
    ).subquery()
    stands = (
        select(
            _THING.label("thing"),
            Reply.review_id,
            Reply.rating_id,
            Reply.mark_id,
            Reply.comment_id,
            Reply.stance,
            Reply.by_id,
            Reply.created_at,
            func.row_number().over(partition_by=each, order_by=newest_first).label("place"),
        )
        .where(Reply.stance != Stance.ANSWER)
        .subquery()
    )
    agreed = standing_consensus()
    settled = and_(
        agreed.c.week_id == Review.week_id,
        agreed.c.principle == func.coalesce(Rating.principle, Mark.principle),
        agreed.c.created_at > stands.c.created_at,
    )
    return (
        select(stands.c.review_id)
        .join(
            ranked,
            and_(
                ranked.c.review_id == stands.c.review_id,
                ranked.c.thing == stands.c.thing,
                ranked.c.place == 1,
            ),
        )
        .join(Review, Review.id == stands.c.review_id)
        .outerjoin(Rating, Rating.id == stands.c.rating_id)
        .outerjoin(Mark, Mark.id == stands.c.mark_id)
        .outerjoin(Comment, Comment.id == stands.c.comment_id)
        .outerjoin(agreed, settled)
        .where(
            stands.c.place == 1,
            stands.c.stance == Stance.CONTEST,
            ranked.c.by_id == stands.c.by_id,
            agreed.c.week_id.is_(None),
            # What was removed when feedback was taken back waits for nobody.
            Mark.removed_at.is_(None),
            Comment.removed_at.is_(None),
        )
        .subquery()
    )


def count_open_contests(db: Session, *, by: Person) -> int:
    """In the teams that a person rates for. NotAllowed for people who review in no team. One query."""
    guard.require(by, Deed.RATE_SECOND)
    waiting = open_contests()
    counted = (
        select(func.count())
        .select_from(waiting)
        .join(Review, Review.id == waiting.c.review_id)
        .join(Week, Week.id == Review.week_id)
        .join(Case, Case.id == Week.case_id)
        .where(
            Review.rater == Rater.FIRST,
            Review.status == ReviewStatus.PUBLISHED,
            cases_within_reach(by, Deed.RATE_SECOND),
            ~is_hidden_from(by),
        )
    )
    return db.scalar(counted) or 0
