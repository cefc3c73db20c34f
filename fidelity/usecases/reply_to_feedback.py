"""The therapist's answer to feedback: to the whole of it, a rating, marked words or a comment."""

from dataclasses import asdict, dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from fidelity.permissions import Deed
from fidelity.usecases import audit
from fidelity.usecases.errors import InvalidInput, NotFound
from fidelity.usecases.find_feedback import find_feedback, lock_feedback
from fidelity.usecases.second_look_of import follow_contests
from models import Comment, Mark, Person, Rating, Reply, Review, Stance, now

LONGEST_REPLY_CHARACTERS = 5_000
#: Where a therapist can stand. An answer in a thread is something else.
STANCES = (Stance.ACCEPT, Stance.EXPLAIN, Stance.CONTEST)

_WHAT_TO_WRITE = {
    Stance.EXPLAIN: "Write a sentence that explains it",
    Stance.CONTEST: "Write a sentence that says why you contest it",
}


@dataclass(frozen=True, slots=True)
class About:
    """What a reply answers: one of these, or the whole review when none is given."""

    rating_id: UUID | None = None
    mark_id: UUID | None = None
    comment_id: UUID | None = None


def reply_to_feedback(
    db: Session, *, by: Person, review_id: UUID, about: About, stance: str, text: str
) -> Reply:
    """Add a reply; a later one stands beside the earlier.

    The same words again, as after a double click, add nothing and give the reply that is there. What is
    contested calls for a second rating of the week; one that nobody has begun goes with the last contest.
    """
    review = find_feedback(db, by, Deed.REPLY, review_id)
    require_of(db, review, about)
    text = text.replace("\r\n", "\n").strip()
    if problems := _check(stance, text):
        raise InvalidInput(problems)

    lock_feedback(db, review)
    review.read_at = review.read_at or now()
    reply = newest_reply(db, review, about)
    if reply is None or (reply.by_id, reply.stance, reply.text) != (by.id, Stance(stance), text):
        reply = Reply(review_id=review.id, by_id=by.id, stance=Stance(stance), text=text, **asdict(about))
        db.add(reply)
        db.flush()
        follow_contests(db, by, review)
        audit.note(db, by, "replied to feedback", subject_id=review.id, team_id=review.week.case.team_id)
    db.commit()
    return reply


def newest_reply(db: Session, review: Review, about: About) -> Reply | None:
    """What was said last about a thing, by whom ever; nothing where nobody has."""
    newest = select(Reply).filter_by(review_id=review.id, **asdict(about))
    return db.scalars(newest.order_by(Reply.created_at.desc(), Reply.id.desc()).limit(1)).first()


def require_of(db: Session, review: Review, about: About) -> None:
    """NotFound unless the thing is part of the review as it was published."""
    rating = about.rating_id and db.get(Rating, about.rating_id)
    mark = about.mark_id and db.get(Mark, about.mark_id)
    comment = about.comment_id and db.get(Comment, about.comment_id)
    is_of = (
        not about.rating_id or (rating and rating.review_id == review.id),
        not about.mark_id or (mark and mark.review_id == review.id and not mark.removed_at),
        not about.comment_id or (comment and comment.review_id == review.id and not comment.removed_at),
    )
    if not all(is_of):
        raise NotFound


def _check(stance: str, text: str) -> dict[str, str]:
    if stance not in {each.value for each in STANCES}:
        return {"stance": "Choose whether you accept, explain or contest it"}
    if not text and (missing := _WHAT_TO_WRITE.get(Stance(stance))):
        return {"text": missing}
    if len(text) > LONGEST_REPLY_CHARACTERS:
        return {"text": f"Your reply must have {LONGEST_REPLY_CHARACTERS:,} characters or fewer"}
    return {}
