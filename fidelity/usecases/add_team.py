"""Adds a team."""

from uuid import uuid4

from sqlalchemy.orm import Session

from fidelity.permissions import Deed
from fidelity.usecases import audit, guard
from fidelity.usecases.fill_team import commit_team, fill_team
from models import Person, Team


def add_team(
    db: Session, *, by: Person | None, name: str, variant: str, site: str, weekday: str, time: str
) -> Team:
    """Everything as typed: the weekday in English, the time as 10:00."""
    guard.require(by, Deed.MANAGE_TEAMS)
    team = Team(id=uuid4())
    fill_team(db, team, name=name, variant=variant, site=site, weekday=weekday, time=time)
    db.add(team)
    audit.note(db, by, "added team", subject_id=team.id, team_id=team.id)
    commit_team(db)
    return team
