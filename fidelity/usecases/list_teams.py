"""The teams that a person may know of, with how much is in each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from fidelity.permissions import Deed, teams_where
from models import Case, Person, Role, Team, TeamRole


@dataclass(frozen=True)
class TeamRow:
    """A team, its therapists today, and its cases that are not closed."""

    team: Team
    therapists: int
    open_cases: int


def list_teams(db: Session, *, by: Person | None) -> Sequence[TeamRow]:
    """By name."""
    wanted = select(Team).order_by(Team.name)
    if by is not None and (mine := teams_where(by, Deed.SEE_TEAM)) is not None:
        wanted = wanted.where(Team.id.in_(mine))
    therapists, cases = _therapists(db), _open_cases(db)
    return [TeamRow(t, therapists.get(t.id, 0), cases.get(t.id, 0)) for t in db.scalars(wanted)]


def _therapists(db: Session) -> dict[UUID, int]:
    today = date.today()
    held = (
        select(TeamRole.team_id, func.count(TeamRole.person_id.distinct()))
        .join(Person, Person.id == TeamRole.person_id)
        .where(
            TeamRole.role == Role.THERAPIST,
            TeamRole.starts_on <= today,
            or_(TeamRole.ends_on.is_(None), TeamRole.ends_on >= today),
            Person.active,
        )
        .group_by(TeamRole.team_id)
    )
    return {team_id: count for team_id, count in db.execute(held) if team_id}


def _open_cases(db: Session) -> dict[UUID, int]:
    count = select(Case.team_id, func.count(Case.id)).where(Case.closed_on.is_(None)).group_by(Case.team_id)
    return dict(db.execute(count).all())
