"""The weeks behind the coverage: reviewed, missing, or with a reason why there is nothing."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from fidelity.adherence.coverage import Coverage, WeekState, coverage
from fidelity.usecases import audit
from fidelity.usecases.choose_adherence import SPANS, Choice, choose_adherence
from fidelity.usecases.find_case_weeks import CaseWeek, find_case_weeks
from fidelity.usecases.paging import Page, page_of
from models import Person


@dataclass(frozen=True)
class CoveredWeeks:
    """The number and its rows. ``state``: only such weeks are listed; nothing: all."""

    choice: Choice
    coverage: Coverage
    state: WeekState | None
    page: Page[CaseWeek]


def read_coverage(
    db: Session,
    *,
    by: Person,
    team_id: UUID,
    therapist_id: UUID | None = None,
    case_id: UUID | None = None,
    weeks: int = SPANS[1],
    state: WeekState | None = None,
    page: int = 1,
) -> CoveredWeeks:
    """Newest first."""
    choice = choose_adherence(
        db, by=by, team_id=team_id, therapist_id=therapist_id, case_id=case_id, weeks=weeks
    )
    case_weeks = find_case_weeks(db, choice)
    audit.note_reading(db, by, "read coverage", subject_id=team_id, team_id=team_id)
    return CoveredWeeks(
        choice=choice,
        coverage=coverage(each.state for each in case_weeks),
        state=state,
        page=page_of([each for each in reversed(case_weeks) if state in {None, each.state}], page),
    )
