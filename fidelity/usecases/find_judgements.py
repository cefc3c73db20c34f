"""What people decided in published reviews about words that may teach the tagger: docs/adr/0020."""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, literal, or_, select, union_all
from sqlalchemy.orm import Session, aliased

from models import (
    Case,
    Mark,
    Recording,
    RecordingStatus,
    Review,
    ReviewStatus,
    Segment,
    Suggestion,
    SuggestionDecision,
    Team,
    Transcript,
    Verdict,
    Week,
)

_GONE = (RecordingStatus.WITHDRAWN, RecordingStatus.CANCELLED)


def find_judgements(db: Session) -> Select[Any]:
    """One row for each mark that stands, and for each suggestion that is rejected: ``is_so`` is 1 or 0.

    An accepted suggestion is there as the mark that it became. All hang on the note that was reviewed, or
    on what was the newest transcript when the review was published, of a recording that is here and whose
    people agreed to this. Invented teams teach only where there are no others.
    """
    teams = Team.is_fictional.is_(not db.scalar(select(exists().where(Team.is_fictional.is_(False)))))
    marked = _of_published(Mark, literal(1), teams).where(
        Mark.review_id == Review.id, Mark.removed_at.is_(None)
    )
    rejected = (
        _of_published(Suggestion, literal(0), teams)
        .join(SuggestionDecision, SuggestionDecision.suggestion_id == Suggestion.id)
        .where(
            SuggestionDecision.review_id == Review.id,
            SuggestionDecision.verdict == Verdict.REJECTED,
            ~_is_overtaken(),
        )
    )
    rows = union_all(marked, rejected).subquery()
    return select(rows)


def count_judgements(db: Session) -> Select[Any]:
    """By principle and polarity: how many say that it is so (``yes``), and that it is not (``no``)."""
    rows = find_judgements(db).subquery()
    yes = func.sum(rows.c.is_so)
    pair = (rows.c.principle, rows.c.polarity)
    return select(*pair, yes.label("yes"), (func.count() - yes).label("no")).group_by(*pair)


def find_weeks(db: Session) -> list[date]:
    """The Mondays of the weeks that hold something to learn from, oldest first."""
    rows = find_judgements(db).subquery()
    return list(db.scalars(select(rows.c.week).distinct().order_by(rows.c.week)))


def _of_published(
    table: type[Mark] | type[Suggestion], is_so: ColumnElement[int], teams: ColumnElement[bool]
) -> Select[Any]:
    """Rows of a table of anchors with the reviews of their week; which rows of which is for the caller."""
    columns: list[Any] = [
        Review.id.label("review_id"),
        Review.published_at,
        Week.starts_on.label("week"),
        Recording.id.label("recording_id"),
        Transcript.id.label("transcript_id"),
        table.segment_id,
        table.revision_id,
        table.section,
        table.starts,
        table.ends,
        table.principle,
        table.polarity,
        is_so.label("is_so"),
    ]
    return (
        select(*columns)
        .select_from(table)
        .outerjoin(Segment, Segment.id == table.segment_id)
        .outerjoin(Transcript, Transcript.id == Segment.transcript_id)
        .outerjoin(Recording, Recording.id == Transcript.recording_id)
        .join(
            Review,
            Review.id == Mark.review_id if table is Mark else Review.week_id == Suggestion.week_id,
        )
        .join(Week, Week.id == Review.week_id)
        .join(Case, Case.id == Week.case_id)
        .join(Team, Team.id == Case.team_id)
        .where(
            teams,
            Review.status == ReviewStatus.PUBLISHED,
            or_(table.revision_id == Review.revision_id, _may_teach()),
        )
    )


def _may_teach() -> ColumnElement[bool]:
    """Of the joined transcript and its recording."""
    later = aliased(Transcript)
    return and_(
        Recording.is_learning_agreed,
        Recording.status.not_in(_GONE),
        Transcript.created_at <= Review.published_at,
        ~exists().where(
            later.recording_id == Transcript.recording_id,
            later.version > Transcript.version,
            later.created_at <= Review.published_at,
        ),
    )


def _is_overtaken() -> ColumnElement[bool]:
    """Whether the same review decided once more after this decision."""
    later = aliased(SuggestionDecision)
    return exists().where(
        later.suggestion_id == SuggestionDecision.suggestion_id,
        later.review_id == SuggestionDecision.review_id,
        or_(
            later.created_at > SuggestionDecision.created_at,
            and_(later.created_at == SuggestionDecision.created_at, later.id > SuggestionDecision.id),
        ),
    )
