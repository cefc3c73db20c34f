"""What is needed to manage a case: itself, who has held it, and who could."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from fidelity.permissions import Deed, may
from fidelity.usecases import guard
from models import Case, CaseTherapist, Person, Role, Team, TeamRole


@dataclass(frozen=True)
class CaseAdministration:
    """A case for who manages it; an administrator may not open what hangs on it."""

    case: Case
    held: Sequence[CaseTherapist]
    is_readable: bool


def read_case_administration(db: Session, *, by: Person, case_id: UUID) -> CaseAdministration:
    """For who may manage the case."""
    case = guard.case(db, by, Deed.MANAGE_CASES, case_id)
    held = sorted(case.therapists, key=lambda h: (h.starts_on, h.person.name), reverse=True)
    return CaseAdministration(case, held, may(by, Deed.SEE_CASE, case=case))


def therapists_of(db: Session, *, by: Person | None, team_id: UUID) -> tuple[Team, Sequence[Person]]:
    """A team in which this person may open cases, and its therapists: now, or about to begin."""
    team = guard.team(db, by, Deed.MANAGE_CASES, team_id)
    today = date.today()
    therapists = (
        select(Person)
        .where(
            Person.active,
            Person.team_roles.any(
                (TeamRole.team_id == team.id)
                & (TeamRole.role == Role.THERAPIST)
                & or_(TeamRole.ends_on.is_(None), TeamRole.ends_on >= today)
            ),
        )
        .order_by(Person.name)
    )
    return team, db.scalars(therapists).all()
