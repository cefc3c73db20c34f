"""What published feedback says at its place in the words, for the therapist who can reply to it.

On the newest version stands, too, what was said on an earlier one, where its words are surely there.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy import ColumnElement, and_, literal, null, select, union_all
from sqlalchemy.orm import Session, aliased, lazyload

from fidelity.permissions import Deed, may
from fidelity.usecases.find_newer import Newer, OldWords, find_newer_sections, find_newer_turns
from fidelity.usecases.standing_replies import standing_replies
from models import (
    Case,
    CaseNoteRevision,
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
    Transcript,
)


@dataclass(frozen=True, slots=True)
class SaidHere:
    """A mark or a comment on some words. A comment has neither principle nor polarity; a mark has no text."""

    id: UUID
    review_id: UUID
    segment_id: UUID | None
    revision_id: UUID | None
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
    #: It was said of an earlier version of these words.
    is_of_earlier: bool = False


@dataclass(frozen=True, slots=True)
class SaidBefore:
    """On earlier versions: what stands in these words too, and how much does not."""

    here: Sequence[SaidHere] = ()
    missing: int = 0


def said_in_transcript(db: Session, by: Person, case: Case, transcript_id: UUID) -> Sequence[SaidHere]:
    """On the turns of one version, in the order of its words. One query; none for who cannot reply."""
    segment = aliased(Segment)
    in_transcript = select(segment.id).where(segment.transcript_id == transcript_id)
    return _find(db, by, case, Mark.segment_id.in_(in_transcript), Comment.segment_id.in_(in_transcript))


def said_in_note(db: Session, by: Person, case: Case, revision_id: UUID) -> Sequence[SaidHere]:
    """On the sections of one revision, in the order of its words. One query; none for who cannot reply."""
    return _find(db, by, case, Mark.revision_id == revision_id, Comment.revision_id == revision_id)


def said_on_earlier_turns(db: Session, by: Person, case: Case, newest: Transcript) -> SaidBefore:
    """Four queries more, if anything was said; none for the first version."""
    if newest.version == 1:
        return SaidBefore()
    segment, earlier = aliased(Segment), aliased(Transcript)
    in_earlier = (
        select(segment.id)
        .join(earlier, earlier.id == segment.transcript_id)
        .where(earlier.recording_id == newest.recording_id, earlier.version < newest.version)
    )
    said = _find(db, by, case, Mark.segment_id.in_(in_earlier), Comment.segment_id.in_(in_earlier))
    if not said:
        return SaidBefore()
    keys = {each.segment_id for each in said if each.segment_id}
    wanted = select(Segment).where(Segment.id.in_(keys))
    wanted = wanted.options(lazyload(Segment.namings), lazyload(Segment.corrections))
    turns = {turn.id: turn for turn in db.scalars(wanted)}
    words = [OldWords(each.id, each.segment_id, each.starts, each.ends) for each in said if each.segment_id]
    return _placed(said, find_newer_turns(db, words, turns))


def said_on_earlier_revisions(
    db: Session, by: Person, case: Case, revisions: Sequence[CaseNoteRevision]
) -> SaidBefore:
    """``revisions``: all of a note, oldest first; the last is the one that is read."""
    earlier = [revision.id for revision in revisions[:-1]]
    if not earlier:
        return SaidBefore()
    said = _find(db, by, case, Mark.revision_id.in_(earlier), Comment.revision_id.in_(earlier))
    words = [
        OldWords(each.id, each.revision_id, each.starts, each.ends, each.section)
        for each in said
        if each.revision_id
    ]
    return _placed(said, find_newer_sections(db, words)) if words else SaidBefore()


def _placed(said: Sequence[SaidHere], newer: Mapping[UUID, Newer]) -> SaidBefore:
    here = [
        replace(
            each,
            segment_id=there.segment_id,
            section=there.section,
            starts=there.starts,
            ends=there.ends,
            is_of_earlier=True,
        )
        for each in said
        if (there := newer[each.id]).is_found
    ]
    return SaidBefore(here, len(said) - len(here))


def _find(
    db: Session, by: Person, case: Case, of_marks: ColumnElement[bool], of_comments: ColumnElement[bool]
) -> Sequence[SaidHere]:
    if not may(by, Deed.REPLY, case=case):
        return ()
    is_given = and_(Review.rater == Rater.FIRST, Review.status == ReviewStatus.PUBLISHED)
    standing = standing_replies()
    shared = ("id", "review_id", "segment_id", "revision_id", "section", "starts", "ends", "quote")
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
