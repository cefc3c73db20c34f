"""What published feedback says at its place in the words, for the therapist who can reply to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, and_, literal, null, select, union_all
from sqlalchemy.orm import Session, aliased

from fidelity.permissions import Deed, may
from fidelity.usecases.standing_replies import standing_replies
from models import (
    Case,
    Comment,
    Mark,
    NoteSection,
    Person,
    Polarity,
    Principle,
    Rater,
    Review,
    ReviewStatus,
    Segment,
    Stance,
)


@dataclass(frozen=True, slots=True)
class SaidHere:
    """A mark or a comment on some words. A comment has neither principle nor polarity; a mark has no text."""

    id: UUID
    review_id: UUID
    segment_id: UUID | None
    section: NoteSection | None
    starts: int
    ends: int
    quote: str
    principle: Principle | None
    polarity: Polarity | None
    text: str | None
    by: str
    #: Where the therapist stands; nothing while they have not said.
    stance: Stance | None


def said_in_transcript(db: Session, by: Person, case: Case, transcript_id: UUID) -> Sequence[SaidHere]:
    """On the turns of one version, in the order of its words. One query; none for who cannot reply."""
    segment = aliased(Segment)
    in_transcript = select(segment.id).where(segment.transcript_id == transcript_id)
    return _find(db, by, case, Mark.segment_id.in_(in_transcript), Comment.segment_id.in_(in_transcript))


def said_in_note(db: Session, by: Person, case: Case, revision_id: UUID) -> Sequence[SaidHere]:
    """On the sections of one revision, in the order of its words. One query; none for who cannot reply."""
    return _find(db, by, case, Mark.revision_id == revision_id, Comment.revision_id == revision_id)


def _find(
    db: Session, by: Person, case: Case, of_marks: ColumnElement[bool], of_comments: ColumnElement[bool]
) -> Sequence[SaidHere]:
    if not may(by, Deed.REPLY, case=case):
        return ()
    is_given = and_(Review.rater == Rater.FIRST, Review.status == ReviewStatus.PUBLISHED)
    standing = standing_replies()
    shared = ("id", "review_id", "segment_id", "section", "starts", "ends", "quote")
    marks = (
        select(
            *(getattr(Mark, name) for name in shared),
            Mark.principle,
            Mark.polarity,
            null().label("text"),
            Person.name,
            standing.c.stance,
        )
        .join(Review, Review.id == Mark.review_id)
        .join(Person, Person.id == Mark.by_id)
        .outerjoin(standing, standing.c.mark_id == Mark.id)
        .where(of_marks, Mark.removed_at.is_(None), is_given)
    )
    comments = (
        select(
            *(getattr(Comment, name) for name in shared),
            literal(None, Mark.principle.type).label("principle"),
            literal(None, Mark.polarity.type).label("polarity"),
            Comment.text,
            Person.name,
            standing.c.stance,
        )
        .join(Review, Review.id == Comment.review_id)
        .join(Person, Person.id == Comment.by_id)
        .outerjoin(standing, standing.c.comment_id == Comment.id)
        .where(of_comments, Comment.removed_at.is_(None), is_given)
    )
    rows = db.execute(union_all(marks, comments))
    return sorted((SaidHere(*row) for row in rows), key=lambda said: (said.starts, said.ends, str(said.id)))
