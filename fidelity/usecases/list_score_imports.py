"""What was brought into a team of scores from outside: when, by whom, how much. Never the scores."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from fidelity.permissions import Deed, may
from fidelity.usecases import guard
from fidelity.usecases.errors import NotFound
from fidelity.usecases.paging import PAGE_LENGTH, Page, first_row
from models import Instrument, Person, Score, ScoreImport, Team


@dataclass(frozen=True, slots=True)
class Brought:
    """One file, or one form that was typed."""

    id: UUID
    created_at: datetime
    by: str
    is_typed: bool
    rows: int
    instrument: Instrument
    first: date
    last: date
    removed_at: datetime | None
    removed_by: str | None


@dataclass(frozen=True)
class ScoreImports:
    """The newest first."""

    team: Team
    page: Page[Brought]
    may_see_scores: bool


def list_score_imports(db: Session, *, by: Person, team_id: UUID, page: int = 1) -> ScoreImports:
    """Also what was taken back, with who did so and when."""
    team = guard.team(db, by, Deed.ENTER_SCORES, team_id)
    total = db.scalar(select(func.count()).select_from(ScoreImport).filter_by(team_id=team.id)) or 0
    number, before = first_row(page, total)
    return ScoreImports(
        team,
        Page(_rows(db, team.id, before), number, total),
        may(by, Deed.SEE_SCORES, team_id=team.id),
    )


def find_score_import(db: Session, *, by: Person, team_id: UUID, import_id: UUID) -> tuple[Team, Brought]:
    """One of them, for the page that asks whether to take it back."""
    team = guard.team(db, by, Deed.ENTER_SCORES, team_id)
    found = _rows(db, team.id, 0, import_id)
    if not found:
        raise NotFound
    return team, found[0]


def _rows(db: Session, team_id: UUID, before: int, import_id: UUID | None = None) -> Sequence[Brought]:
    who, remover = aliased(Person), aliased(Person)
    columns: list[Any] = [
        ScoreImport.id,
        ScoreImport.created_at,
        who.name,
        ScoreImport.is_typed,
        ScoreImport.rows,
        Score.instrument,
        func.min(Score.given_on),
        func.max(Score.given_on),
        ScoreImport.removed_at,
        remover.name,
    ]
    found = (
        select(*columns)
        .join(Score, Score.import_id == ScoreImport.id)
        .join(who, who.id == ScoreImport.by_id)
        .outerjoin(remover, remover.id == ScoreImport.removed_by_id)
        .where(ScoreImport.team_id == team_id)
        .group_by(ScoreImport.id, who.name, remover.name, Score.instrument)
        .order_by(ScoreImport.created_at.desc(), ScoreImport.id)
        .offset(before)
        .limit(PAGE_LENGTH)
    )
    if import_id is not None:
        found = found.where(ScoreImport.id == import_id)
    return [Brought(*row) for row in db.execute(found)]
