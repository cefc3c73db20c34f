"""Marks and comments that found no place in a new version of the words: listed, placed or let go of."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from fidelity.usecases import audit
from fidelity.usecases.anchor_words import Place, anchor, words_at
from fidelity.usecases.carry_over import bring_forward
from fidelity.usecases.draft import draft
from fidelity.usecases.errors import InvalidInput, NotFound
from fidelity.usecases.locate_words import second_of
from models import CarriedOver, Comment, Mark, Person, Review, Segment, Settled, Transcript, now

#: Turns up to this many seconds away are offered, nearest first, and not more than this many.
NEAR_SECONDS = 30.0
MOST_TURNS = 12


@dataclass(frozen=True, slots=True)
class Waiting:
    """One mark or comment whose words were not found."""

    kept: CarriedOver
    row: Mark | Comment
    recording_id: UUID
    #: When its words were said, in seconds.
    seconds: float
    #: Turns of the new version around that time, in their order.
    near: Sequence[Segment]


def find_waiting(db: Session, review: Review, transcript_ids: Collection[UUID]) -> list[Waiting]:
    """What waits in a review, of these versions alone: the newest of each recording. In the order of time."""
    of_versions = select(CarriedOver).where(
        CarriedOver.transcript_id.in_(transcript_ids),
        CarriedOver.change_id.is_(None),
        CarriedOver.to_segment_id.is_(None),
        CarriedOver.settled_at.is_(None),
    )
    rows = db.scalars(of_versions).all()
    if not rows:
        return []
    found = []
    for kept in rows:
        row: Mark | Comment | None = (
            db.get(Mark, kept.mark_id) if kept.mark_id else db.get(Comment, kept.comment_id)
        )
        if row is None or row.review_id != review.id or row.removed_at is not None:
            continue
        transcript = db.get_one(Transcript, kept.transcript_id)
        seconds = said_at(db, kept)
        near = turns_near(db, kept.transcript_id, seconds)
        found.append(Waiting(kept, row, transcript.recording_id, seconds, near))
    return sorted(found, key=lambda each: (str(each.recording_id), each.seconds, each.row.created_at))


def place_words(
    db: Session, *, by: Person, review_id: UUID, carried_id: UUID, place: Place, quote: str, near: int = 0
) -> Mark | Comment:
    """Hang it on words of the new version that a person has chosen; without a quote on the whole turn.

    Raises InvalidInput for ``turn`` and ``quote``. What was settled already stays so.
    """
    review = draft(db, by, review_id)
    kept, row = _kept(db, review, carried_id)
    if kept.settled_at is not None or row.removed_at is not None:
        return row
    if place.segment_id is None:
        raise InvalidInput({"turn": "Choose a turn"})
    words = quote if quote.strip() else words_at(db, review, place)
    columns = anchor(db, review, place, quote=words, near=near)
    turn = db.get_one(Segment, columns["segment_id"])
    if turn.transcript_id != kept.transcript_id:
        raise InvalidInput({"quote": "Choose words of the newest version of this session"})
    row.segment_id, row.quote = turn.id, columns["quote"]
    row.starts, row.ends = columns["starts"], columns["ends"]
    settle(kept, Settled.PLACED, by, on=turn)
    _take_along(db, row, by)
    audit.note(db, by, "placed carried words", subject_id=review.id, team_id=review.week.case.team_id)
    db.commit()
    return row


def let_words_go(db: Session, *, by: Person, review_id: UUID, carried_id: UUID) -> Mark | Comment:
    """Take the mark or comment back: it counts no more, and stays on record with its old words.

    What was decided of a suggestion stays decided: its words are gone, not the judgement. What was
    settled already stays so.
    """
    review = draft(db, by, review_id)
    kept, row = _kept(db, review, carried_id)
    if kept.settled_at is not None or row.removed_at is not None:
        return row
    row.removed_at = now()
    settle(kept, Settled.LET_GO, by)
    audit.note(db, by, "let carried words go", subject_id=review.id, team_id=review.week.case.team_id)
    db.commit()
    return row


def settle(kept: CarriedOver, how: Settled, by: Person, *, on: Segment | None = None) -> None:
    """Put down what a person did with it, and on which turn of the new version it stands."""
    kept.to_segment_id = on.id if on else None
    kept.settled, kept.settled_at, kept.settled_by_id = how, now(), by.id


def _take_along(db: Session, row: Mark | Comment, by: Person) -> None:
    """The page may have been opened before the newest version came: what waits there is settled with it."""
    db.flush()
    of_row = CarriedOver.mark_id == row.id if isinstance(row, Mark) else CarriedOver.comment_id == row.id
    waits = CarriedOver.to_segment_id.is_(None), CarriedOver.settled_at.is_(None)
    for other in db.scalars(select(CarriedOver).where(of_row, *waits)).all():
        settle(other, Settled.PLACED, by)
    bring_forward(db, row)


def said_at(db: Session, kept: CarriedOver) -> float:
    """When the words that were left behind were said, in seconds; 0 for what hangs on no words."""
    segment = db.get(Segment, kept.from_segment_id) if kept.from_segment_id else None
    if segment is None:
        return 0.0
    return second_of(segment.text, segment.words, kept.from_starts or 0, otherwise=segment.starts_seconds)


def turns_near(db: Session, transcript_id: UUID, seconds: float) -> list[Segment]:
    """Turns of a version around a second, in their order; those that are nearest, if there are many."""
    around = select(Segment).where(
        Segment.transcript_id == transcript_id,
        Segment.ends_seconds >= seconds - NEAR_SECONDS,
        Segment.starts_seconds <= seconds + NEAR_SECONDS,
    )
    turns = sorted(db.scalars(around), key=lambda turn: _away(turn, seconds))[:MOST_TURNS]
    return sorted(turns, key=lambda turn: turn.position)


def _away(turn: Segment, seconds: float) -> float:
    return max(turn.starts_seconds - seconds, seconds - turn.ends_seconds, 0.0)


def _kept(db: Session, review: Review, carried_id: UUID) -> tuple[CarriedOver, Mark | Comment]:
    """What waits in this review, or was settled; NotFound for anything else."""
    kept = db.get(CarriedOver, carried_id)
    row: Mark | Comment | None = None
    if kept is not None and (kept.to_segment_id is None or kept.settled_at is not None):
        row = db.get(Mark, kept.mark_id) if kept.mark_id else None
        row = db.get(Comment, kept.comment_id) if kept.comment_id else row
    if kept is None or row is None or row.review_id != review.id or row.segment_id is None:
        raise NotFound
    return kept, row
