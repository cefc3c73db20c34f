"""Every week of every case as an export has it, also those into which nobody put anything."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from itertools import groupby
from typing import Any
from uuid import UUID

from sqlalchemy import Select, Subquery, and_, func, select
from sqlalchemy.orm import Session, aliased

from fidelity.adherence.coverage import state_of
from fidelity.usecases.export_scope import Scope
from fidelity.usecases.find_case_weeks import is_feedback_of_week
from fidelity.usecases.held_cases import HeldCase, find_held_cases
from fidelity.week_state import due_at
from models import (
    Case,
    CaseNote,
    CaseNoteRevision,
    Recording,
    RecordingStatus,
    Review,
    Transcript,
    Week,
    monday_of,
)

_GONE = (RecordingStatus.WITHDRAWN, RecordingStatus.CANCELLED)
_ROWS_AT_ONCE = 500
#: What a week has only where it has a row, and what it has of each else.
_OF_A_ROW = (
    "week_id",
    "nothing_because",
    "note_revisions",
    "note_handed_in_at",
    "recordings",
    "recorded_seconds",
    "transcript_coverage",
    "published_at",
    "read_at",
)
_NONE_YET = {"note_revisions": 0, "recordings": 0, "recorded_seconds": 0.0}


def rows_of_weeks(db: Session, scope: Scope) -> Iterator[Mapping[str, Any]]:
    """By case and week. Two queries; only the cases are held in memory."""
    cases = find_held_cases(db, scope.cases())
    found = db.execute(_select(scope).execution_options(yield_per=_ROWS_AT_ONCE)).mappings()
    by_case = groupby(found, key=lambda row: row["case_id"])
    there: tuple[UUID, Iterator[Any]] | None = next(by_case, None)
    for case in cases:
        of_case: dict[date, Any] = {}
        if there and there[0] == case.id:
            of_case = {row["week"]: row for row in there[1]}
            there = next(by_case, None)
        for week in sorted({*_mondays(case, scope), *of_case}):
            yield _row(scope, case, week, of_case.get(week, {}))


def _row(scope: Scope, case: HeldCase, week: date, found: Mapping[str, Any]) -> dict[str, Any]:
    team = scope.team
    state = state_of(
        week,
        is_reviewed=found.get("published_at") is not None,
        is_nothing=found.get("nothing_because") is not None,
        today=date.today(),
    )
    due = due_at(week, weekday=team.consultation_weekday, at=team.consultation_time, opened_on=case.opened_on)
    return {
        **dict.fromkeys(_OF_A_ROW),
        **_NONE_YET,
        **{name: found[name] for name in _OF_A_ROW if name in found},
        "case": case.reference,
        "week": week,
        "therapists": "; ".join(case.names_in(week)),
        "state": state,
        "due_at": due,
    }


def _mondays(case: HeldCase, scope: Scope) -> Iterator[date]:
    week = max(monday_of(case.opened_on), scope.since or date.min)
    last = min(case.closed_on or date.max, scope.until or date.max, date.today())
    while week <= last:
        yield week
        week += timedelta(weeks=1)


def _select(scope: Scope) -> Select[Any]:
    """Weeks that have a row, in the order of the cases."""
    notes, recordings = _notes(), _recordings()
    return (
        select(
            Week.case_id.label("case_id"),
            Week.id.label("week_id"),
            Week.starts_on.label("week"),
            Week.nothing_because.label("nothing_because"),
            func.coalesce(notes.c.revisions, 0).label("note_revisions"),
            notes.c.handed_in_at.label("note_handed_in_at"),
            func.coalesce(recordings.c.number, 0).label("recordings"),
            func.coalesce(recordings.c.seconds, 0.0).label("recorded_seconds"),
            recordings.c.coverage.label("transcript_coverage"),
            Review.published_at.label("published_at"),
            Review.read_at.label("read_at"),
        )
        .join(Case, Case.id == Week.case_id)
        .outerjoin(notes, notes.c.week_id == Week.id)
        .outerjoin(recordings, recordings.c.week_id == Week.id)
        .outerjoin(Review, is_feedback_of_week())
        .where(scope.weeks())
        .order_by(Case.reference, Week.starts_on)
    )


def _notes() -> Subquery:
    return (
        select(
            CaseNote.week_id,
            func.max(CaseNoteRevision.number).label("revisions"),
            func.max(CaseNoteRevision.created_at).label("handed_in_at"),
        )
        .join(CaseNoteRevision, CaseNoteRevision.note_id == CaseNote.id)
        .group_by(CaseNote.week_id)
        .subquery()
    )


def _recordings() -> Subquery:
    """Number, length, and coverage of the newest transcripts, weighted by length."""
    later = aliased(Transcript)
    is_newest = ~(
        select(later.id)
        .where(later.recording_id == Transcript.recording_id, later.version > Transcript.version)
        .exists()
    )
    covered = func.sum(Transcript.coverage * Recording.duration_seconds)
    heard = func.sum(Recording.duration_seconds).filter(Transcript.coverage.is_not(None))
    return (
        select(
            Recording.week_id,
            func.count(Recording.id).label("number"),
            func.sum(Recording.duration_seconds).label("seconds"),
            (covered / func.nullif(heard, 0)).label("coverage"),
        )
        .outerjoin(Transcript, and_(Transcript.recording_id == Recording.id, is_newest))
        .where(Recording.status.not_in(_GONE))
        .group_by(Recording.week_id)
        .subquery()
    )
