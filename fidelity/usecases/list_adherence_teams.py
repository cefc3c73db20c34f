"""The teams of which a person may see adherence, or some of it."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from fidelity.permissions import Deed, teams_as, teams_where
from fidelity.usecases.errors import NotAllowed
from models import Person, Role, Team


def list_adherence_teams(db: Session, *, by: Person) -> Sequence[Team]:
    """By name. A therapist's team is among them for the own cases. NotAllowed for who has none."""
    whole = teams_where(by, Deed.SEE_ADHERENCE) or set()
    teams = whole | teams_as(by, Role.THERAPIST)
    if not teams:
        raise NotAllowed
    return db.scalars(select(Team).where(Team.id.in_(teams)).order_by(Team.name)).all()
