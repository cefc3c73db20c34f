"""Who reviews a team's weeks first: its consultants, and who covers while one of them is away."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from fidelity.permissions import Deed, may, teams_as
from models import Absence, Person, Role, TeamRole


def may_review_first(db: Session, person: Person, team_id: UUID) -> bool:
    """Whether the person may begin a first review in the team today.

    A consultant may. A supervisor may while covering for a consultant of the team, or where it has none.
    """
    if not person.active or not may(person, Deed.REVIEW, team_id=team_id):
        return False
    if team_id in teams_as(person, Role.CONSULTANT):
        return True
    consultants = {each.id for each in consultants_of(db, team_id)}
    return not consultants or any(
        absence.covered_by_id == person.id and absence.person_id in consultants
        for absence in covers_on(db, [team_id])
    )


def consultants_of(db: Session, team_id: UUID) -> list[Person]:
    """Who is a consultant of the team today, by name."""
    people = select(Person).where(Person.active, Person.team_roles.any(_is_held(team_id, Role.CONSULTANT)))
    return list(db.scalars(people.order_by(Person.name)))


def covers_on(db: Session, team_ids: Iterable[UUID], day: date | None = None) -> list[Absence]:
    """Absences of teams that are on today, or on a day; the one that ends first comes first."""
    day = day or date.today()
    on = select(Absence).where(
        Absence.team_id.in_(list(team_ids)),
        Absence.removed_at.is_(None),
        Absence.starts_on <= day,
        Absence.ends_on >= day,
    )
    return list(db.scalars(on.order_by(Absence.ends_on, Absence.created_at)))


def _is_held(team_id: UUID, role: Role) -> ColumnElement[bool]:
    today = date.today()
    return (
        (TeamRole.team_id == team_id)
        & (TeamRole.role == role)
        & (TeamRole.starts_on <= today)
        & or_(TeamRole.ends_on.is_(None), TeamRole.ends_on >= today)
    )
