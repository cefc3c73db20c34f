"""Everybody who can sign in or once could, and one of them with what hangs on them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from fidelity.permissions import Deed
from fidelity.usecases import guard
from fidelity.usecases.change_person import find_person
from models import Case, CaseTherapist, Person, TeamRole


@dataclass(frozen=True)
class PersonRow:
    """A person and the roles that they hold today."""

    person: Person
    roles: Sequence[TeamRole]


@dataclass(frozen=True)
class PersonPage:
    """A person, their roles now or later, those that are over, and the open cases they hold."""

    person: Person
    roles: Sequence[TeamRole]
    ended: Sequence[TeamRole]
    cases: Sequence[Case]


def list_people(db: Session, *, by: Person | None) -> Sequence[PersonRow]:
    """By name, those whose account is closed last."""
    guard.require(by, Deed.MANAGE_TEAMS)
    today = date.today()
    people = db.scalars(select(Person).order_by(Person.active.desc(), Person.name))
    return [PersonRow(p, [r for r in p.team_roles if r.is_held_on(today)]) for p in people]


def read_person(db: Session, *, by: Person | None, person_id: UUID) -> PersonPage:
    """One person."""
    person, today = find_person(db, by, person_id), date.today()
    roles = sorted(person.team_roles, key=lambda r: r.starts_on)
    return PersonPage(
        person,
        roles=[r for r in roles if r.ends_on is None or r.ends_on >= today],
        ended=[r for r in roles if r.ends_on is not None and r.ends_on < today],
        cases=open_cases_of(db, person, today),
    )


def open_cases_of(db: Session, person: Person, day: date) -> Sequence[Case]:
    """Cases that the person holds on a day and that are not closed, by reference."""
    held = (
        select(Case)
        .join(CaseTherapist, CaseTherapist.case_id == Case.id)
        .where(
            CaseTherapist.person_id == person.id,
            CaseTherapist.starts_on <= day,
            or_(CaseTherapist.ends_on.is_(None), CaseTherapist.ends_on >= day),
            Case.closed_on.is_(None),
        )
        .order_by(Case.reference)
    )
    return db.scalars(held).unique().all()
