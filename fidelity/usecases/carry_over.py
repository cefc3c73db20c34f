"""Takes people's work to a new version of a transcript: what hangs on the old words, and what they changed.

Part of the transaction that adds the new version: either both are there or neither. What finds no place
is listed for a person (``find_carried``). A review that is done stays on the version it was made on.
"""

from collections.abc import Sequence
from typing import TypeVar
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from fidelity.transcripts.placing import Anchor, Version, place
from fidelity.usecases.carry_changes import carry_changes
from fidelity.usecases.standing_turns import read_segments
from fidelity.usecases.versions import newest_version
from models import (
    CarriedOver,
    Comment,
    Mark,
    Recording,
    Review,
    ReviewStatus,
    Segment,
    Transcript,
)

_Row = TypeVar("_Row", Mark, Comment)


def hold_for_carrying(db: Session, recording: Recording) -> Transcript | None:
    """Before a new version is made: the one that is there, and nobody changes it or its reviews meanwhile.

    Whoever publishes in this moment does so before, on the old words, or after, on the new ones.
    """
    db.execute(select(Recording.id).where(Recording.id == recording.id).with_for_update())
    db.execute(select(Review.id).where(Review.week_id == recording.week_id).with_for_update())
    return newest_version(db, recording.id)


def carry_over(db: Session, old: Transcript | None, new: Transcript) -> None:
    """``old``: as ``hold_for_carrying`` gave it. The new version is in the transaction, with its segments."""
    if old is None:
        return
    versions = Versions(db)
    rows: list[Mark | Comment] = [*_hanging(db, Mark, new), *_hanging(db, Comment, new)]
    for row in rows:
        _carry(db, versions, row, new)
    carry_changes(db, versions.of(old.id), versions.of(new.id), old, new)
    db.flush()


def bring_forward(db: Session, row: Mark | Comment) -> None:
    """The same for one mark or comment that was just set on words of an older version.

    It happens when a page was opened before the new version came. Part of the caller's transaction.
    """
    if row.segment_id is None:
        return
    segment = db.get_one(Segment, row.segment_id)
    newest = newest_version(db, segment.transcript.recording_id)
    if newest is not None and newest.id != segment.transcript_id and not _waits_in(db, row, newest):
        _carry(db, Versions(db), row, newest)


def _waits_in(db: Session, row: Mark | Comment, newest: Transcript) -> bool:
    """Whether it is listed for that version already: what is taken back twice is listed once."""
    of_row = CarriedOver.mark_id == row.id if isinstance(row, Mark) else CarriedOver.comment_id == row.id
    waits = CarriedOver.to_segment_id.is_(None), CarriedOver.settled_at.is_(None)
    in_version = select(CarriedOver.id).where(of_row, CarriedOver.transcript_id == newest.id, *waits)
    return db.scalars(in_version.limit(1)).first() is not None


class Versions:
    """The words of transcripts, each read once."""

    def __init__(self, db: Session) -> None:
        self._db = db
        self._known: dict[UUID, Version] = {}

    def of(self, transcript_id: UUID) -> Version:
        """Every turn of it in order, with its words and what people changed of them."""
        if transcript_id not in self._known:
            self._known[transcript_id] = Version(read_segments(self._db, [transcript_id]))
        return self._known[transcript_id]


def position_of(version: Version, segment_id: UUID) -> int:
    """Which of the version's turns a segment is."""
    return next(n for n, turn in enumerate(version.turns) if turn.id == segment_id)


def _hanging(db: Session, table: type[_Row], new: Transcript) -> Sequence[_Row]:
    """Those in reviews that are still written, on any earlier version of the recording."""
    earlier = select(Segment.id).join(Transcript)
    earlier = earlier.where(Transcript.recording_id == new.recording_id, Transcript.id != new.id)
    of_drafts = (
        select(table)
        .join(Review, Review.id == table.review_id)
        .where(
            Review.status == ReviewStatus.DRAFT,
            table.removed_at.is_(None),
            table.segment_id.in_(earlier),
        )
    )
    return db.scalars(of_drafts.order_by(table.created_at, table.id)).all()


def _carry(db: Session, versions: Versions, row: Mark | Comment, new: Transcript) -> None:
    """Move it if its words are surely there; else it stays where it is, and is listed."""
    segment = db.get_one(Segment, row.segment_id)
    old, there = versions.of(segment.transcript_id), versions.of(new.id)
    found = place(old, Anchor(position_of(old, segment.id), row.starts, row.ends), there)
    kept = CarriedOver(
        transcript_id=new.id,
        mark_id=row.id if isinstance(row, Mark) else None,
        comment_id=row.id if isinstance(row, Comment) else None,
        from_segment_id=segment.id,
        from_starts=row.starts,
        from_ends=row.ends,
        quote=row.quote,
    )
    if found is not None:
        turn = there.turns[found.turn]
        kept.to_segment_id = turn.id
        move(row, turn, found.starts, found.ends)
    db.add(kept)


def move(row: Mark | Comment, turn: Segment, starts: int, ends: int) -> None:
    """Hang it on other words. Where it hung before is on record in ``carried_over``."""
    row.segment_id, row.starts, row.ends, row.quote = turn.id, starts, ends, turn.text[starts:ends]
