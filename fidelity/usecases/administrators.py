"""Makes sure that somebody can always manage the service."""

from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from models import Person, Role, TeamRole

LAST_ONE = "This is the last administrator. Make somebody else an administrator first"


def another_administrator(db: Session, person: Person, *, after: date | None = None) -> bool:
    """Whether somebody else is an administrator today and stays one beyond the day ``after``.

    Their rows are locked until the commit, so that two administrators cannot end each other at once.
    """
    today = date.today()
    others = (
        select(TeamRole.id)
        .join(Person, Person.id == TeamRole.person_id)
        .where(
            TeamRole.role == Role.ADMINISTRATOR,
            TeamRole.person_id != person.id,
            TeamRole.starts_on <= today,
            or_(TeamRole.ends_on.is_(None), TeamRole.ends_on > max(after or today, today)),
            Person.active,
        )
        .with_for_update()
    )
    return bool(db.scalars(others).all())
