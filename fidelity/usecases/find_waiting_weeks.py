"""Weeks with work in them and no published review: what a consultant's queue is made of."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, ScalarSelect, and_, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from fidelity.usecases.blind_weeks import is_blind
from models import (
    Case,
    CaseNote,
    CaseNoteRevision,
    Person,
    Rater,
    Recording,
    RecordingStatus,
    Review,
    ReviewStatus,
    Team,
    Week,
)

_GONE = (RecordingStatus.WITHDRAWN, RecordingStatus.CANCELLED)


@dataclass(slots=True)
class WaitingWeek:
    """One week, without its words."""

    id: UUID
    case_id: UUID
    monday: date
    #: What the machine found, or another rater marked, may not be told of it yet.
    is_blind: bool = False
    #: The newest revision of the note, 0 without one.
    revision: int = 0
    recordings: Counter[RecordingStatus] = field(default_factory=Counter)
    #: Of all of them together, in seconds.
    audio_seconds: float = 0.0
    #: Who writes the review, since when it was last saved; nobody yet if empty.
    writer_id: UUID | None = None
    writer: str = ""
    saved_at: datetime | None = None


def find_waiting_weeks(
    db: Session, *, cases: ColumnElement[bool], until: date, hidden: Collection[UUID]
) -> list[WaitingWeek]:
    """Weeks up to Monday ``until`` of the cases of which ``cases`` is true. Two queries.

    ``hidden``: weeks of which who asks may know nothing yet.
    """
    first = and_(Review.week_id == Week.id, Review.rater == Rater.FIRST)
    rows = db.execute(
        select(
            Week.id,
            Week.case_id,
            Week.starts_on,
            is_blind(hidden),
            newest_revision(),
            Review.by_id,
            Person.name,
            Review.saved_at,
        )
        .join(Case, Case.id == Week.case_id)
        .join(Team, Team.id == Case.team_id)
        .outerjoin(Review, first)
        .outerjoin(Person, Person.id == Review.by_id)
        .where(
            cases,
            Week.starts_on <= until,
            ~_is_published(),
            _has_work(),
        )
    )
    weeks = {
        week_id: WaitingWeek(
            week_id,
            case_id,
            monday,
            bool(blind),
            number or 0,
            writer_id=writer_id,
            writer=writer or "",
            saved_at=saved_at,
        )
        for week_id, case_id, monday, blind, number, writer_id, writer, saved_at in rows
    }
    statuses = db.execute(
        select(Recording.week_id, Recording.status, func.count(), func.sum(Recording.duration_seconds))
        .where(Recording.week_id.in_(weeks), Recording.status.not_in(_GONE))
        .group_by(Recording.week_id, Recording.status)
    )
    for week_id, status, count, seconds in statuses:
        weeks[week_id].recordings[status] = count
        weeks[week_id].audio_seconds += seconds or 0.0
    return list(weeks.values())


def newest_revision() -> ScalarSelect[int]:
    """Of a query that has the week: the number of its note's newest revision, nothing without one."""
    return (
        select(func.max(CaseNoteRevision.number))
        .join(CaseNote)
        .where(CaseNote.week_id == Week.id)
        .correlate(Week)
        .scalar_subquery()
    )


def find_reviewed_mondays(
    db: Session, *, cases: ColumnElement[bool], mondays: Collection[date]
) -> set[tuple[UUID, date]]:
    """Case and Monday of the weeks whose review is published, of those ``mondays``."""
    rows = db.execute(
        select(Week.case_id, Week.starts_on)
        .join(Case, Case.id == Week.case_id)
        .where(cases, Week.starts_on.in_(mondays), _is_published())
    )
    return {(case_id, monday) for case_id, monday in rows}


def _is_published() -> ColumnElement[bool]:
    review = aliased(Review)  # the query around it may speak of reviews, too
    return exists().where(
        review.week_id == Week.id,
        review.rater == Rater.FIRST,
        review.status == ReviewStatus.PUBLISHED,
    )


def _has_work() -> ColumnElement[bool]:
    """A note that was handed in, or a recording that is still here."""
    recording = aliased(Recording)
    return or_(
        exists().where(CaseNote.week_id == Week.id, CaseNoteRevision.note_id == CaseNote.id),
        exists().where(recording.week_id == Week.id, recording.status.not_in(_GONE)),
    )
