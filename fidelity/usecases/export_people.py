"""Who belongs to a team, which families it has, and who is away, as an export has them."""

from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import aliased

from fidelity.usecases.export_scope import Scope, person_columns
from models import Absence, Case, CaseTherapist, Person, TeamRole, TeamTerm


def select_people(scope: Scope) -> Select[Any]:
    """Roles of the team, whatever weeks were chosen."""
    return (
        select(
            *person_columns("person", Person),
            TeamRole.role.label("role"),
            TeamRole.starts_on.label("starts_on"),
            TeamRole.ends_on.label("ends_on"),
            Person.active.label("is_active"),
        )
        .select_from(TeamRole)
        .join(Person, Person.id == TeamRole.person_id)
        .where(TeamRole.team_id == scope.team.id)
        .order_by(Person.name, Person.id, TeamRole.starts_on)
    )


def select_cases(scope: Scope) -> Select[Any]:
    """Open and closed, whatever weeks were chosen."""
    columns: list[Any] = [
        Case.id.label("case_id"),
        Case.reference.label("case"),
        Case.opened_on.label("opened_on"),
        Case.closed_on.label("closed_on"),
    ]
    return select(*columns).where(scope.cases()).order_by(Case.reference)


def select_case_holders(scope: Scope) -> Select[Any]:
    """Who holds a case, and who held it; whatever weeks were chosen."""
    return (
        select(
            Case.reference.label("case"),
            *person_columns("therapist", Person),
            CaseTherapist.starts_on.label("starts_on"),
            CaseTherapist.ends_on.label("ends_on"),
        )
        .select_from(CaseTherapist)
        .join(Case, Case.id == CaseTherapist.case_id)
        .join(Person, Person.id == CaseTherapist.person_id)
        .where(scope.cases())
        .order_by(Case.reference, CaseTherapist.starts_on, CaseTherapist.id)
    )


def select_terms(scope: Scope) -> Select[Any]:
    """Names and terms that the recogniser is told, without those that were removed."""
    return (
        select(
            TeamTerm.id.label("term_id"),
            TeamTerm.term.label("term"),
            TeamTerm.often_heard_as.label("often_heard_as"),
            *person_columns("by", Person),
            TeamTerm.created_at.label("created_at"),
        )
        .join(Person, Person.id == TeamTerm.by_id)
        .where(TeamTerm.team_id == scope.team.id, TeamTerm.removed_at.is_(None))
        .order_by(TeamTerm.created_at, TeamTerm.id)
    )


def select_absences(scope: Scope) -> Select[Any]:
    """Absences of the team, also those that were called off; whatever weeks were chosen."""
    away, covers, said_by = aliased(Person), aliased(Person), aliased(Person)
    return (
        select(
            Absence.id.label("absence_id"),
            *person_columns("person", away),
            *person_columns("covered_by", covers),
            Absence.starts_on.label("starts_on"),
            Absence.ends_on.label("ends_on"),
            *person_columns("said_by", said_by),
            Absence.created_at.label("created_at"),
            Absence.removed_at.label("called_off_at"),
        )
        .join(away, away.id == Absence.person_id)
        .join(covers, covers.id == Absence.covered_by_id)
        .join(said_by, said_by.id == Absence.said_by_id)
        .where(Absence.team_id == scope.team.id)
        .order_by(Absence.starts_on, Absence.id)
    )
