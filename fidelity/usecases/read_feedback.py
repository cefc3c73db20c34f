"""Feedback as it is read: ratings with the words behind them, comments, actions, replies."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import replace
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session, selectinload

from fidelity.contests import Thing
from fidelity.permissions import Deed, may
from fidelity.usecases import audit
from fidelity.usecases.feedback_parts import Feedback, OnPrinciple, Quote, Remark, Thread
from fidelity.usecases.find_feedback import find_feedback
from fidelity.usecases.locate_words import locate_words
from fidelity.usecases.second_opinion import SecondOpinion, read_second_opinion
from fidelity.usecases.take_back_reply import may_take_back
from fidelity.usecases.take_back_review import was_taken_back
from models import CodebookEntry, Comment, Mark, Person, Principle, Rater, Reply, Review, ReviewStatus, now

_Threads = dict[UUID, list[Reply]]


def read_feedback(db: Session, *, by: Person, review_id: UUID, is_again: bool = False) -> Feedback:
    """Read it, and leave a trace of the reading.

    ``is_again``: the page comes back because a reply lacked something. That is no second reading,
    and the trace, on a connection of its own, would wait for the lock that this one holds.
    """
    review = find_feedback(db, by, Deed.READ_FEEDBACK, review_id)
    case = review.week.case
    may_reply = may(by, Deed.REPLY, case=case)
    if not is_again:
        note_feedback_read(db, by, review, is_therapist=may_reply)
    feedback = assemble_feedback(db, review, may_reply=may_reply)
    last = [thread.replies[-1] for thread in feedback.threads if thread.replies]
    return replace(
        feedback,
        may_answer=may(by, Deed.ANSWER_REPLY, case=case),
        is_rater=may(by, Deed.RATE_SECOND, case=case),
        fresh=frozenset(reply.id for reply in last if may_reply and may_take_back(by, reply)),
        taken_back=was_taken_back(db, review.id),
    )


def note_feedback_read(db: Session, by: Person, review: Review, *, is_therapist: bool) -> None:
    """Put down who read it and, for the therapist, when first, on a connection that may write.

    A page that reads holds no right to write, yet the first opening is a fact the consultant is
    owed. A button or a script would miss it when nobody presses or the script does not run; the
    audit entry is written while reading for the same reason, and the two belong together.
    """
    with Session(db.get_bind().execution_options(writes=True)) as own:
        audit.note(own, by, "read feedback", subject_id=review.id, team_id=review.week.case.team_id)
        if is_therapist:
            # What is taken back in this moment is new when it comes again.
            is_given = Review.status == ReviewStatus.PUBLISHED
            first = update(Review).where(Review.id == review.id, Review.read_at.is_(None), is_given)
            own.execute(first.values(read_at=now()))
        own.commit()


def assemble_feedback(db: Session, review: Review, *, may_reply: bool) -> Feedback:
    """The review as a page shows it; for who has been let through to it."""
    entries = db.scalars(
        select(CodebookEntry).filter_by(codebook_id=review.codebook_id).order_by(CodebookEntry.number)
    )
    marks = db.scalars(
        select(Mark)
        .filter_by(review_id=review.id, removed_at=None)
        .order_by(Mark.created_at, Mark.id)
        .options(selectinload(Mark.suggestion))
    ).all()
    comments = db.scalars(
        select(Comment)
        .filter_by(review_id=review.id, removed_at=None)
        .order_by(Comment.created_at, Comment.id)
    ).all()
    replies = db.scalars(select(Reply).filter_by(review_id=review.id).order_by(Reply.created_at, Reply.id))
    moment = review.published_at or review.submitted_at  # what is done goes on saying what it said
    at = dict.fromkeys([*(mark.id for mark in marks), *(comment.id for comment in comments)], moment)
    places = locate_words(db, [*marks, *comments], at=at)
    opinion = read_second_opinion(db, review) if review.rater is Rater.FIRST else SecondOpinion()

    said: _Threads = defaultdict(list)
    for reply in replies:
        said[reply.rating_id or reply.mark_id or reply.comment_id or review.id].append(reply)
    quotes: defaultdict[Principle, list[Quote]] = defaultdict(list)
    for mark in marks:
        contest = opinion.contest(review, Thing.MARK, said[mark.id], principle=mark.principle)
        quotes[mark.principle].append(Quote(mark, places[mark.id], Thread(said[mark.id], contest)))

    return Feedback(
        review=review,
        principles=[_on_principle(review, e, said, quotes[e.principle], opinion) for e in entries],
        remarks=[Remark(c, places[c.id], _of_comment(review, c, said[c.id], opinion)) for c in comments],
        thread=Thread(said[review.id], opinion.contest(review, Thing.WHOLE, said[review.id])),
        opinion=opinion,
        may_reply=may_reply,
        loose=_loose(said, {review.id, *at, *(rating.id for rating in review.ratings)}),
    )


def _loose(said: _Threads, shown: Collection[UUID]) -> list[Reply]:
    """What was replied to something that is shown no more."""
    return [reply for key, replies in said.items() if key not in shown for reply in replies]


def _of_comment(review: Review, comment: Comment, said: Sequence[Reply], opinion: SecondOpinion) -> Thread:
    return Thread(said, opinion.contest(review, Thing.COMMENT, said, resolved_at=comment.resolved_at))


def _on_principle(
    review: Review, entry: CodebookEntry, said: _Threads, quotes: Sequence[Quote], opinion: SecondOpinion
) -> OnPrinciple:
    rating = review.rating(entry.principle)
    replies = said[rating.id] if rating else []
    contest = opinion.contest(review, Thing.RATING, replies, principle=entry.principle)
    return OnPrinciple(
        entry,
        rating,
        Thread(replies, contest),
        quotes,
        consensus=opinion.consensus(entry.principle),
        is_same=opinion.is_equal(review, entry.principle),
        is_knowing=opinion.second is not None and opinion.second.knew_first,
    )
