"""Weeks at a glance: is there a note, which recordings, how far is the review. Never their words."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session, lazyload

from models import (
    CaseNote,
    CaseNoteDraft,
    CaseNoteRevision,
    Rater,
    Recording,
    RecordingStatus,
    Review,
    ReviewStatus,
    Week,
)


@dataclass
class WeekSummary:
    """What hangs on one week of a case; a week without a row has nothing."""

    monday: date
    nothing_because: str | None = None
    #: The latest revision's number, 0 while none was handed in, and when that was.
    revision: int = 0
    handed_in_at: datetime | None = None
    draft_saved_at: datetime | None = None
    recordings: list[Recording] = field(default_factory=list)
    #: The first rater's.
    review: Review | None = None

    @property
    def is_note_missing(self) -> bool:
        """Whether a note is still wanted."""
        return self.revision == 0 and self.nothing_because is None

    @property
    def published(self) -> Review | None:
        """The review, once the therapist may know of it."""
        return self.review if self.review and self.review.status is ReviewStatus.PUBLISHED else None


def weeks_between(
    db: Session, case_ids: Collection[UUID], first: date, last: date
) -> dict[tuple[UUID, date], WeekSummary]:
    """The weeks that have a row, from Monday ``first`` to Monday ``last``: four queries in all."""
    wanted = Week.case_id.in_(case_ids), Week.starts_on.between(first, last)
    rows = db.scalars(select(Week).where(*wanted).options(lazyload(Week.case))).all()
    weeks = {week.id: WeekSummary(week.starts_on, week.nothing_because) for week in rows}

    notes = (
        select(
            CaseNote.week_id,
            func.max(CaseNoteRevision.number),
            func.max(CaseNoteRevision.created_at),
            func.max(CaseNoteDraft.saved_at),
        )
        .join(CaseNote.week)
        .outerjoin(CaseNote.revisions)
        .outerjoin(CaseNote.draft)
        .where(*wanted)
        .group_by(CaseNote.week_id)
    )
    for week_id, revision, handed_in_at, draft_saved_at in db.execute(notes):
        weeks[week_id].revision = revision or 0
        weeks[week_id].handed_in_at = handed_in_at
        weeks[week_id].draft_saved_at = draft_saved_at

    recordings = select(Recording).join(Recording.week).where(*wanted)
    shown = recordings.where(Recording.status != RecordingStatus.WITHDRAWN)
    alone = lazyload(Recording.case), lazyload(Recording.uploaded_by)
    for recording in db.scalars(shown.order_by(Recording.visited_on, Recording.created_at).options(*alone)):
        weeks[recording.week_id].recordings.append(recording)

    reviews = select(Review).join(Review.week).where(*wanted, Review.rater == Rater.FIRST)
    for review in db.scalars(reviews.options(lazyload("*"))):
        weeks[review.week_id].review = review
    return {(row.case_id, row.starts_on): weeks[row.id] for row in rows}
