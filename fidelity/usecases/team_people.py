"""Who is in a team today."""

from datetime import date
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from models import Person, TeamRole


def team_people(db: Session, team_id: UUID) -> list[Person]:
    """People with a role in the team today, by name."""
    today = date.today()
    holds_a_role = Person.team_roles.any(
        (TeamRole.team_id == team_id)
        & (TeamRole.starts_on <= today)
        & or_(TeamRole.ends_on.is_(None), TeamRole.ends_on >= today)
    )
    people = select(Person).where(Person.active, holds_a_role).order_by(Person.name)
    return list(db.scalars(people))
