"""Changes what is known of a team."""

from uuid import UUID

from sqlalchemy.orm import Session

from fidelity.permissions import Deed
from fidelity.usecases import audit, guard
from fidelity.usecases.fill_team import commit_team, fill_team
from models import Person, Team


def change_team(
    db: Session,
    *,
    by: Person | None,
    team_id: UUID,
    name: str,
    variant: str,
    site: str,
    weekday: str,
    time: str,
) -> Team:
    """Everything as typed, as in add_team."""
    team = guard.team(db, by, Deed.MANAGE_TEAMS, team_id)
    fill_team(db, team, name=name, variant=variant, site=site, weekday=weekday, time=time)
    audit.note(db, by, "changed team", subject_id=team.id, team_id=team.id)
    commit_team(db)
    return team
