"""The machine's suggestions in reviewed weeks, and what became of each in that review."""

from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    ScalarSelect,
    Select,
    and_,
    distinct,
    exists,
    func,
    literal,
    or_,
    select,
    true,
)
from sqlalchemy.orm import Session, aliased

from fidelity.adherence.suggested import Fate
from fidelity.usecases.choose_adherence import Choice
from fidelity.usecases.find_case_weeks import is_feedback_of_week, is_of
from fidelity.usecases.offered import DECIDED, is_of_the_machine, was_offered, was_suggested
from models import (
    Recording,
    RecordingStatus,
    Review,
    Segment,
    Suggestion,
    SuggestionDecision,
    Transcript,
    Verdict,
    Week,
)

_FATES = {Verdict.ACCEPTED: Fate.ACCEPTED, Verdict.REJECTED: Fate.REJECTED}


def fate_of(verdict: Verdict | None) -> Fate:
    """What stands: no verdict, or one that was undone, leaves it undecided."""
    return _FATES.get(verdict, Fate.UNDECIDED) if verdict else Fate.UNDECIDED


def suggestions_of(choice: Choice, *columns: Any) -> Select[Any]:
    """These columns of ``Suggestion``, ``Review`` and ``Week``, then the verdict, for the choice's weeks.

    As at the desk: only what hangs on the note that was reviewed, or on the transcript that was the
    newest when the review was published, of a recording that is still here; of its suggestions those
    that were offered in that moment, whatever became of the words since.
    """
    verdict = standing(SuggestionDecision.verdict)
    return of_reviews(*columns, verdict.label("verdict")).where(
        is_of(choice), _is_seen(choice), was_offered(verdict)
    )


def suggested_in_reviews(*columns: Any) -> Select[Any]:
    """What the machine said of the words of every published week, whether its rater looked or not."""
    return of_reviews(*columns).where(was_suggested(standing(SuggestionDecision.verdict)))


def left_out_of(choice: Choice, *columns: Any) -> Select[Any]:
    """The same of what the machine had left unmarked and was drawn. Nobody may know which before deciding."""
    verdict = standing(SuggestionDecision.verdict)
    return of_reviews(*columns, verdict.label("verdict")).where(
        is_of(choice), _is_seen(choice), ~is_of_the_machine(), verdict.in_(DECIDED)
    )


def _is_seen(choice: Choice) -> ColumnElement[bool]:
    """A second rater is not told before both are done what the first made of the suggestions."""
    return Review.id.not_in(choice.hidden) if choice.hidden else true()


def of_reviews(*columns: Any) -> Select[Any]:
    """What hung on the words of each published review when it was published, offered or not."""
    return (
        select(*columns)
        .select_from(Suggestion)
        .join(Week, Week.id == Suggestion.week_id)
        .join(Review, is_feedback_of_week())
        .outerjoin(Segment, Segment.id == Suggestion.segment_id)
        .where(or_(_is_read(), is_heard(at=Review.published_at)))
    )


def count_suggestions(db: Session, choice: Choice, reviews: Collection[UUID]) -> Iterable[Any]:
    """By principle, polarity and verdict that stands: how many, and in how many weeks of these reviews."""
    kind = (Suggestion.principle, Suggestion.polarity, Week.id.label("week_id"))
    rows = suggestions_of(choice, *kind).where(Review.id.in_(reviews)).subquery()
    # Counted in the database: a year of twenty cases has twelve thousand of them.
    kind_of = rows.c.verdict.type
    # Each verdict is a question of its own: asked for once, not once to compare it and once to give it.
    stands = func.nullif(rows.c.verdict, literal(Verdict.UNDONE, kind_of), type_=kind_of).label("stands")
    found = select(rows.c.principle, rows.c.polarity, stands, rows.c.week_id).subquery()
    groups = (found.c.principle, found.c.polarity, found.c.stands)
    return db.execute(select(*groups, func.count(), func.count(distinct(found.c.week_id))).group_by(*groups))


def standing(column: Any) -> ScalarSelect[Any]:
    """Of the latest decision in the review that the therapist got: a second rater decides for nobody else."""
    latest = SuggestionDecision.__table__.alias("latest")
    return (
        select(latest.c[column.key])
        .where(latest.c.suggestion_id == Suggestion.id, latest.c.review_id == Review.id)
        .order_by(latest.c.created_at.desc(), latest.c.id.desc())
        .limit(1)
        .correlate(Suggestion, Review)
        .scalar_subquery()
    )


def _is_read() -> ColumnElement[bool]:
    """Of the note that was reviewed, and no newer tagger had taken its place by then."""
    retired_at = Suggestion.retired_at
    was_offered = or_(retired_at.is_(None), retired_at > Review.published_at)
    return and_(Suggestion.revision_id == Review.revision_id, was_offered)


def is_heard(*, at: Any = None) -> Any:
    """Still offered or decided on, and of the newest transcript of a recording that is here.

    What is not in the therapist's words, or was probably not said, is retired when that becomes known.
    ``at``: offered, and of the transcript that was the newest, at that moment: the column in which a review
    says when it was published.
    """
    later = aliased(Transcript)
    gone = (RecordingStatus.WITHDRAWN, RecordingStatus.CANCELLED)
    is_later = [later.recording_id == Transcript.recording_id, later.version > Transcript.version]
    was_there = []
    is_offered: ColumnElement[bool] = Suggestion.retired_at.is_(None)
    if at is not None:
        is_offered = and_(Suggestion.created_at <= at, or_(is_offered, Suggestion.retired_at > at))
        is_later.append(later.created_at <= at)
        was_there.append(Transcript.created_at <= at)
    return and_(
        is_offered,
        exists().where(
            Transcript.id == Segment.transcript_id,
            Recording.id == Transcript.recording_id,
            Recording.status.not_in(gone),
            *was_there,
            ~exists().where(*is_later).correlate_except(later),
        ),
    )
