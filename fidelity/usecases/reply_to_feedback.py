"""The therapist's answer to feedback: to the whole of it, a rating, marked words or a comment."""

from dataclasses import asdict, dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from fidelity.permissions import Deed
from fidelity.usecases import audit
from fidelity.usecases.errors import InvalidInput, NotFound
from fidelity.usecases.find_feedback import find_feedback
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

    The same words again, as after a double click, add nothing and give the reply that is there.
    """
    review = find_feedback(db, by, Deed.REPLY, review_id)
    if not _is_of(db, review, about):
        raise NotFound
    text = text.replace("\r\n", "\n").strip()
    if problems := _check(stance, text):
        raise InvalidInput(problems)

    # Two clicks take turns, so that the second finds the reply of the first.
    db.execute(select(Review.id).where(Review.id == review.id).with_for_update())
    review.read_at = review.read_at or now()
    newest = select(Reply).filter_by(review_id=review.id, **asdict(about)).order_by(Reply.created_at.desc())
    reply = db.scalars(newest.limit(1)).first()
    if reply is None or (reply.by_id, reply.stance, reply.text) != (by.id, Stance(stance), text):
        reply = Reply(review_id=review.id, by_id=by.id, stance=Stance(stance), text=text, **asdict(about))
        db.add(reply)
        audit.note(db, by, "replied to feedback", subject_id=review.id, team_id=review.week.case.team_id)
    db.commit()
    return reply


def _is_of(db: Session, review: Review, about: About) -> bool:
    rating = about.rating_id and db.get(Rating, about.rating_id)
    mark = about.mark_id and db.get(Mark, about.mark_id)
    comment = about.comment_id and db.get(Comment, about.comment_id)
    return all(
        (
            not about.rating_id or (rating and rating.review_id == review.id),
            not about.mark_id or (mark and mark.review_id == review.id and not mark.removed_at),
            not about.comment_id or (comment and comment.review_id == review.id and not comment.removed_at),
        )
    )


def _check(stance: str, text: str) -> dict[str, str]:
    if stance not in {each.value for each in STANCES}:
        return {"stance": "Choose whether you accept, explain or contest it"}
    if not text and (missing := _WHAT_TO_WRITE.get(Stance(stance))):
        return {"text": missing}
    if len(text) > LONGEST_REPLY_CHARACTERS:
        return {"text": f"Your reply must have {LONGEST_REPLY_CHARACTERS:,} characters or fewer"}
    return {}
