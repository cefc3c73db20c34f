"""What stands for and against each principle in each week: marks, and suggestions nobody has rejected."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import CTE, ColumnElement, Select, and_, exists, func, literal, or_, select
from sqlalchemy.orm import Session, aliased

from fidelity.usecases.blind_weeks import is_blind, is_not_revealed
from fidelity.usecases.newest_revision import is_newest_revision
from fidelity.usecases.offered import is_of_the_machine, is_offered_in
from models import (
    Case,
    CaseNote,
    CaseNoteRevision,
    Mark,
    Polarity,
    Principle,
    Rater,
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


@dataclass(slots=True)
class WeekEvidence:
    """One week of one case."""

    #: Principles that something speaks for: a mark, or a suggestion that is undecided.
    shown: set[Principle] = field(default_factory=set)
    #: Principles that something speaks against.
    contradicted: set[Principle] = field(default_factory=set)
    #: Suggestions that nobody has decided on. With what was drawn to find out what the machine misses: were
    #: it left out, the difference to the desk would give it away.
    undecided: int = 0

    def add(self, principle: Principle, polarity: Polarity) -> None:
        """Something that has not been rejected."""
        (self.shown if polarity is Polarity.ADHERENT else self.contradicted).add(principle)


def count_evidence(
    db: Session, *, cases: ColumnElement[bool], mondays: Collection[date], hidden: Collection[UUID]
) -> dict[tuple[UUID, date], WeekEvidence]:
    """By case and Monday, of those ``mondays``, for the cases of which ``cases`` is true. Two queries.

    Of a week whose rater rates first nothing of the machine is told before it is revealed, and marks count
    once they are published. A second rater is told nothing of a week before both are done: ``hidden``.
    """
    found: dict[tuple[UUID, date], WeekEvidence] = defaultdict(WeekEvidence)
    in_reach = (cases, Week.starts_on.in_(mondays))
    rows = _suggestions(_weeks_in_sight(hidden, *in_reach)).subquery()
    counted: Any = db.execute(select(*rows.c, func.count()).group_by(*rows.c))
    for case_id, monday, principle, polarity, is_of_machine, count in counted:
        if is_of_machine:
            found[case_id, monday].add(principle, polarity)
        found[case_id, monday].undecided += count
    for case_id, monday, principle, polarity in db.execute(_marks(hidden).where(*in_reach)):
        found[case_id, monday].add(principle, polarity)
    return dict(found)


def _marks(hidden: Collection[UUID]) -> Select[UUID, date, Principle, Polarity]:
    """An accepted suggestion is a mark, too."""
    return (
        select(Week.case_id, Week.starts_on, Mark.principle, Mark.polarity)
        .join(Review, Review.id == Mark.review_id)
        .join(Week, Week.id == Review.week_id)
        .join(Case, Case.id == Week.case_id)
        .join(Team, Team.id == Case.team_id)
        .where(
            Review.rater == Rater.FIRST,
            Mark.removed_at.is_(None),
            Week.id.not_in(hidden),
            or_(Review.status == ReviewStatus.PUBLISHED, ~is_not_revealed()),
        )
        .distinct()
    )


def _weeks_in_sight(hidden: Collection[UUID], *in_reach: ColumnElement[bool]) -> CTE:
    """Weeks that are not blind, with what counts for all of their suggestions alike."""
    offer = func.coalesce(Review.offer, Team.offer).label("offer")
    weeks = (
        select(Week.id, Week.case_id, Week.starts_on, Review.id.label("review_id"), offer)
        .join(Case, Case.id == Week.case_id)
        .join(Team, Team.id == Case.team_id)
        .outerjoin(Review, and_(Review.week_id == Week.id, Review.rater == Rater.FIRST))
        .where(*in_reach, ~is_blind(hidden))
    )
    # They are few, and found once: not anew for each suggestion, of which there are many.
    return weeks.cte("weeks").prefix_with("MATERIALIZED")


def _suggestions(weeks: CTE) -> Select[UUID, date, Principle, Polarity, bool]:
    """Undecided ones on the newest words of each week, as far as they are offered.

    What a second rater decides is nothing to the first.
    """
    decided = aliased(SuggestionDecision)
    verdict = (
        select(decided.verdict)
        .where(decided.suggestion_id == Suggestion.id, decided.review_id == weeks.c.review_id)
        .order_by(decided.created_at.desc(), decided.id.desc())
        .limit(1)
        .correlate(Suggestion, weeks)
        .scalar_subquery()
    )
    undone = literal(Verdict.UNDONE, SuggestionDecision.verdict.type)
    return (
        select(
            weeks.c.case_id,
            weeks.c.starts_on,
            Suggestion.principle,
            Suggestion.polarity,
            is_of_the_machine().label("is_of_the_machine"),
        )
        .join(weeks, weeks.c.id == Suggestion.week_id)
        .outerjoin(Segment, Segment.id == Suggestion.segment_id)
        .where(
            Suggestion.retired_at.is_(None),
            or_(
                Suggestion.revision_id.in_(_newest_notes(weeks)),
                Segment.transcript_id.in_(_newest_transcripts(weeks)),
            ),
            or_(weeks.c.review_id.is_(None), func.coalesce(verdict, undone) == undone),
            is_offered_in(weeks.c.offer),
        )
    )


def _newest_notes(weeks: CTE) -> Select[UUID]:
    return (
        select(CaseNoteRevision.id)
        .join(CaseNote, CaseNote.id == CaseNoteRevision.note_id)
        .join(weeks, weeks.c.id == CaseNote.week_id)
        .where(is_newest_revision())
        .correlate(None)
    )


def _newest_transcripts(weeks: CTE) -> Select[UUID]:
    """Of recordings that are still here."""
    later = aliased(Transcript)
    is_later = (later.recording_id == Transcript.recording_id, later.version > Transcript.version)
    is_gone = Recording.status.in_((RecordingStatus.WITHDRAWN, RecordingStatus.CANCELLED))
    return (
        select(Transcript.id)
        .join(Recording, Recording.id == Transcript.recording_id)
        .join(weeks, weeks.c.id == Recording.week_id)
        .where(~is_gone, ~exists().where(*is_later))
        .correlate(None)
    )
