"""Second ratings that can be had: of nobody, or of somebody who is away or rates in the team no more."""

from datetime import date

from sqlalchemy import ColumnElement, exists, or_

from fidelity.permissions import PERMISSIONS, Deed
from models import Absence, Case, Person, SecondLook, TeamRole


def is_to_be_had() -> ColumnElement[bool]:
    """True of the rows of ``second_look``, in a query that joins the case."""
    return or_(SecondLook.given_to_id.is_(None), ~_still_rates(), _is_away())


def _still_rates() -> ColumnElement[bool]:
    """Whether who has taken a second rating may give it today."""
    today, roles = date.today(), PERMISSIONS[Deed.RATE_SECOND]
    return exists().where(
        Person.id == SecondLook.given_to_id,
        Person.active,
        TeamRole.person_id == Person.id,
        TeamRole.team_id == Case.team_id,
        TeamRole.role.in_(roles),
        TeamRole.starts_on <= today,
        or_(TeamRole.ends_on.is_(None), TeamRole.ends_on >= today),
    )


def _is_away() -> ColumnElement[bool]:
    """Whether they are away from the team today."""
    return exists().where(
        Absence.person_id == SecondLook.given_to_id,
        Absence.team_id == Case.team_id,
        Absence.removed_at.is_(None),
        Absence.starts_on <= date.today(),
        Absence.ends_on >= date.today(),
    )
