"""Feedback as it is read: ratings with the words behind them, comments, actions, replies."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session, selectinload

from fidelity.permissions import Deed, may
from fidelity.usecases import audit
from fidelity.usecases.find_feedback import find_feedback
from fidelity.usecases.locate_words import Place, locate_words
from models import (
    CodebookEntry,
    Comment,
    Mark,
    Person,
    Principle,
    Rating,
    Reply,
    Review,
    Stance,
    now,
)


@dataclass(frozen=True)
class Thread:
    """What was replied to one thing, oldest first."""

    replies: Sequence[Reply]

    @property
    def is_contested(self) -> bool:
        """Whether the reply that counts, the therapist's last, contests it."""
        return self.stance is Stance.CONTEST

    @property
    def stance(self) -> Stance | None:
        """Where the therapist stands; nothing while they have not said. Answers leave it as it is."""
        said = (reply.stance for reply in reversed(self.replies))
        return next((stance for stance in said if stance is not Stance.ANSWER), None)


@dataclass(frozen=True)
class Quote:
    """Marked words, where they stand, and what was replied."""

    mark: Mark
    place: Place
    thread: Thread


@dataclass(frozen=True)
class Remark:
    """A comment at its place, and what was replied."""

    comment: Comment
    place: Place
    thread: Thread


@dataclass(frozen=True)
class OnPrinciple:
    """One principle: what it means, its rating (nothing: not rated), the words behind it."""

    entry: CodebookEntry
    rating: Rating | None
    thread: Thread
    quotes: Sequence[Quote]

    @property
    def is_contested(self) -> bool:
        """Whether the therapist contests the rating or words behind it."""
        return bool(self.contests)

    @property
    def contests(self) -> list[Reply]:
        """What the therapist says against the rating or the words behind it, as it stands now."""
        threads = [self.thread, *(quote.thread for quote in self.quotes)]
        return [
            next(reply for reply in reversed(thread.replies) if reply.stance is Stance.CONTEST)
            for thread in threads
            if thread.is_contested
        ]

    @property
    def anchor(self) -> str | None:
        """What the codebook says such a rating looks like."""
        return self.entry.anchors[str(self.rating.value)] if self.rating and self.rating.value else None


@dataclass(frozen=True)
class Feedback:
    """A published review and everything that hangs on it."""

    review: Review
    principles: Sequence[OnPrinciple]
    remarks: Sequence[Remark]
    thread: Thread
    #: Whether the person may reply and tick actions.
    may_reply: bool


def read_feedback(db: Session, *, by: Person, review_id: UUID, is_again: bool = False) -> Feedback:
    """Read it, and leave a trace of the reading.

    ``is_again``: the page comes back because a reply lacked something. That is no second reading,
    and the trace, on a connection of its own, would wait for the lock that this one holds.
    """
    review = find_feedback(db, by, Deed.READ_FEEDBACK, review_id)
    may_reply = may(by, Deed.REPLY, case=review.week.case)
    if not is_again:
        note_feedback_read(db, by, review, is_therapist=may_reply)
    return assemble_feedback(db, review, may_reply=may_reply)


def note_feedback_read(db: Session, by: Person, review: Review, *, is_therapist: bool) -> None:
    """Put down who read it and, for the therapist, when first, on a connection that may write.

    A page that reads holds no right to write, yet the first opening is a fact the consultant is
    owed. A button or a script would miss it when nobody presses or the script does not run; the
    audit entry is written while reading for the same reason, and the two belong together.
    """
    with Session(db.get_bind().execution_options(writes=True)) as own:
        audit.note(own, by, "read feedback", subject_id=review.id, team_id=review.week.case.team_id)
        if is_therapist:
            first = update(Review).where(Review.id == review.id, Review.read_at.is_(None))
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

    threads: defaultdict[UUID, list[Reply]] = defaultdict(list)
    for reply in replies:
        threads[reply.rating_id or reply.mark_id or reply.comment_id or review.id].append(reply)
    quotes: defaultdict[Principle, list[Quote]] = defaultdict(list)
    for mark in marks:
        quotes[mark.principle].append(Quote(mark, places[mark.id], Thread(threads[mark.id])))

    return Feedback(
        review=review,
        principles=[_on_principle(review, entry, threads, quotes[entry.principle]) for entry in entries],
        remarks=[Remark(c, places[c.id], Thread(threads[c.id])) for c in comments],
        thread=Thread(threads[review.id]),
        may_reply=may_reply,
    )


def _on_principle(
    review: Review, entry: CodebookEntry, threads: dict[UUID, list[Reply]], quotes: Sequence[Quote]
) -> OnPrinciple:
    rating = review.rating(entry.principle)
    return OnPrinciple(entry, rating, Thread(threads[rating.id] if rating else []), quotes)
