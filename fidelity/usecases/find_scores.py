"""A team's scores from outside, but those that were taken back."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from models import Instrument, Person, Score, ScoreImport, ScoreScale


@dataclass(frozen=True, slots=True)
class Given:
    """One number of one respondent."""

    instrument: Instrument
    scale: ScoreScale
    given_on: date
    case_id: UUID | None
    about_id: UUID | None
    respondent: str
    value: float


def standing_scores(*columns: Any) -> Select[Any]:
    """These columns of scores whose import was not taken back."""
    of_import = ScoreImport.id == Score.import_id
    return (
        select(*columns)
        .select_from(Score)
        .join(ScoreImport, of_import)
        .where(ScoreImport.removed_at.is_(None))
    )


def find_scores(db: Session, team_id: UUID, *, since: date) -> list[Given]:
    """From a day on, the oldest first. For who has been let through."""
    columns = (
        Score.instrument,
        Score.scale,
        Score.given_on,
        Score.case_id,
        Score.about_id,
        Score.respondent,
        Score.value,
    )
    found = standing_scores(*columns).where(Score.team_id == team_id, Score.given_on >= since)
    return [Given(*row) for row in db.execute(found.order_by(Score.given_on, Score.id))]


def names_of(db: Session, people: Collection[UUID]) -> dict[UUID, str]:
    """What these people are called."""
    if not people:
        return {}
    return dict(db.execute(select(Person.id, Person.name).where(Person.id.in_(people))).all())
