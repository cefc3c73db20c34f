"""The names and terms of a team that are in force, for people and for the recogniser."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from fidelity.transcripts.hotwords import fitting
from models import TeamTerm, now


def terms_in_force(db: Session, team_id: UUID, *, at: datetime | None = None) -> Sequence[TeamTerm]:
    """The newest first. ``at``: those that were in force at that moment."""
    moment = at or now()
    kept = select(TeamTerm).where(
        TeamTerm.team_id == team_id,
        TeamTerm.created_at <= moment,
        or_(TeamTerm.removed_at.is_(None), TeamTerm.removed_at > moment),
    )
    return db.scalars(kept.order_by(TeamTerm.created_at.desc(), TeamTerm.id)).all()


def hotwords_of(db: Session, team_id: UUID, *, at: datetime | None = None) -> tuple[str, ...]:
    """What the recogniser is told: as many terms as it has room for, the newest first."""
    terms = [row.term for row in terms_in_force(db, team_id, at=at)]
    return tuple(terms[: fitting(terms)])


def heard_as(row: TeamTerm) -> list[str]:
    """What the recogniser tends to write instead of a term."""
    return row.often_heard_as.splitlines()
