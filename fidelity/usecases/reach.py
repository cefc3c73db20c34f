"""Which cases a deed reaches for a person, as a condition for a query."""

from datetime import date

from sqlalchemy import ColumnElement, and_, or_, select, true

from fidelity.permissions import PERMISSIONS, Deed, Scope, teams_as, teams_where
from models import Case, CaseTherapist, Person


def cases_within_reach(by: Person, deed: Deed) -> ColumnElement[bool]:
    """True of the rows of ``case`` for which ``permissions.may`` says yes."""
    whole_teams = teams_where(by, deed)
    if whole_teams is None:
        return true()
    today = date.today()
    held = select(CaseTherapist.case_id).where(
        CaseTherapist.person_id == by.id,
        CaseTherapist.starts_on <= today,
        or_(CaseTherapist.ends_on.is_(None), CaseTherapist.ends_on >= today),
    )
    own_teams = {
        team_id
        for role, scope in PERMISSIONS[deed].items()
        if scope is Scope.OWN_CASES
        for team_id in teams_as(by, role)
    }
    return or_(Case.team_id.in_(whole_teams), and_(Case.team_id.in_(own_teams), Case.id.in_(held)))
