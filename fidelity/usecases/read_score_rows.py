"""TAM-R scores one by one. Those of SAM and CAM stay closed: who gave them is promised not to be known."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from fidelity.permissions import Deed
from fidelity.scores.quarters import Quarter
from fidelity.usecases import audit, guard
from fidelity.usecases.errors import NotFound
from fidelity.usecases.find_scores import standing_scores
from fidelity.usecases.paging import PAGE_LENGTH, Page, first_row
from models import Case, Instrument, Person, Score, ScoreImport, Team


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """One score of a family, whom it is about, and who brought it in."""

    given_on: date
    reference: str
    case_id: UUID
    caregiver: str
    therapist: str | None
    value: float
    brought_by: str


@dataclass(frozen=True)
class ScoreRows:
    """The newest first."""

    team: Team
    quarter: Quarter | None
    reference: str | None
    case_id: UUID | None
    page: Page[ScoreRow]


def read_score_rows(
    db: Session, *, by: Person, team_id: UUID, quarter: Quarter | None, case_id: UUID | None, page: int
) -> ScoreRows:
    """Of a quarter, of a family, or all there are. NotFound for a family of another team."""
    team = guard.team(db, by, Deed.SEE_SCORES, team_id)
    wanted = [Score.team_id == team.id, Score.instrument == Instrument.TAM_R]
    reference = None
    if case_id is not None:
        reference = db.scalar(select(Case.reference).filter_by(id=case_id, team_id=team.id))
        if reference is None:
            raise NotFound
        wanted.append(Score.case_id == case_id)
    if quarter is not None:
        wanted.append(Score.given_on.between(quarter.starts_on, quarter.ends_on))
    total = db.scalar(standing_scores(func.count()).where(*wanted)) or 0
    number, before = first_row(page, total)
    therapist, bringer = aliased(Person), aliased(Person)
    found = (
        standing_scores(
            Score.given_on,
            Case.reference,
            Case.id,
            Score.respondent,
            therapist.name,
            Score.value,
            bringer.name,
        )
        .join(Case, Case.id == Score.case_id)
        .join(bringer, bringer.id == ScoreImport.by_id)
        .outerjoin(therapist, therapist.id == Score.about_id)
        .where(*wanted)
        .order_by(Score.given_on.desc(), Case.reference, Score.id)
        .offset(before)
        .limit(PAGE_LENGTH)
    )
    rows = [ScoreRow(*row) for row in db.execute(found)]
    audit.note_reading(db, by, "read scores", subject_id=case_id or team.id, team_id=team.id)
    return ScoreRows(team, quarter, reference, case_id, Page(rows, number, total))
