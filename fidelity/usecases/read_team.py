"""A team's page: who belongs to it, and which cases a person may know of."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from fidelity.permissions import Deed, may, teams_as
from fidelity.usecases import guard
from models import Case, Person, Role, Team, TeamRole


@dataclass(frozen=True)
class CaseRow:
    """A case, who holds it today, and whether its page may be opened."""

    case: Case
    therapists: Sequence[Person]
    is_readable: bool


@dataclass(frozen=True)
class TeamPage:
    """``roles``: held today or beginning later; ``ended``: those that are over."""

    team: Team
    roles: Sequence[TeamRole]
    ended: Sequence[TeamRole]
    open_cases: Sequence[CaseRow]
    closed_cases: Sequence[CaseRow]
    may_manage: bool
    may_manage_cases: bool
    may_manage_terms: bool
    may_choose_suggestions: bool
    may_see_scores: bool
    may_enter_scores: bool
    may_export: bool
    may_run_consultation: bool
    may_choose_reviewing: bool
    may_manage_absences: bool
    may_see_agreement: bool
    may_see_case_load: bool
    may_choose_standard: bool


def read_team(db: Session, *, by: Person, team_id: UUID) -> TeamPage:
    """What this person may see of it."""
    team = guard.team(db, by, Deed.SEE_TEAM, team_id)
    today = date.today()
    roles = db.scalars(select(TeamRole).filter_by(team_id=team.id).options(joinedload(TeamRole.person))).all()
    order = list(Role)
    roles = sorted(roles, key=lambda r: (order.index(r.role), r.person.name, r.starts_on))
    cases = db.scalars(select(Case).filter_by(team_id=team.id).order_by(Case.reference))
    rows = [
        CaseRow(case, case.therapists_on(today), may(by, Deed.SEE_CASE, case=case))
        for case in cases
        if may(by, Deed.LIST_CASES, case=case)
    ]
    return TeamPage(
        team=team,
        roles=[r for r in roles if not _is_over(r, today)],
        ended=[r for r in roles if _is_over(r, today)],
        open_cases=[r for r in rows if r.case.closed_on is None],
        closed_cases=[r for r in rows if r.case.closed_on is not None],
        may_manage=may(by, Deed.MANAGE_TEAMS, team_id=team.id),
        may_manage_cases=may(by, Deed.MANAGE_CASES, team_id=team.id),
        may_manage_terms=may(by, Deed.MANAGE_TERMS, team_id=team.id),
        may_choose_suggestions=may(by, Deed.CHOOSE_SUGGESTIONS, team_id=team.id),
        may_see_scores=may(by, Deed.SEE_SCORES, team_id=team.id),
        may_enter_scores=may(by, Deed.ENTER_SCORES, team_id=team.id),
        may_export=may(by, Deed.EXPORT, team_id=team.id) or team.id in teams_as(by, Role.THERAPIST),
        may_run_consultation=may(by, Deed.RUN_CONSULTATION, team_id=team.id),
        may_choose_reviewing=may(by, Deed.CHOOSE_REVIEWING, team_id=team.id),
        may_manage_absences=may(by, Deed.MANAGE_ABSENCES, team_id=team.id),
        may_see_agreement=may(by, Deed.SEE_AGREEMENT, team_id=team.id),
        may_see_case_load=may(by, Deed.SEE_CASE_LOAD, team_id=team.id),
        may_choose_standard=may(by, Deed.CHOOSE_STANDARD, team_id=team.id),
    )


def _is_over(role: TeamRole, today: date) -> bool:
    return not role.person.active or (role.ends_on is not None and role.ends_on < today)
