"""What of a team a score may name: its cases, its people, and what was brought in before."""

from collections import defaultdict
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from fidelity.scores.checking import Key, Known, KnownCase, KnownPerson
from fidelity.scores.instruments import Form
from fidelity.usecases.find_scores import standing_scores
from models import Case, CaseTherapist, Person, Role, Score, TeamRole


def known_of(db: Session, *, by: Person, team_id: UUID, form: Form) -> Known:
    """Four queries, however much there is. Who left the team is still known: scores come late."""
    return Known(
        cases=_cases(db, team_id) if form.is_of_a_case else {},
        people=people_of(db, team_id, form.about_role),
        there=_there(db, team_id, form),
        by_id=by.id,
    )


def people_of(db: Session, team_id: UUID, role: Role) -> list[KnownPerson]:
    """Everybody who holds or held a role in the team, by name."""
    holds = Person.team_roles.any((TeamRole.team_id == team_id) & (TeamRole.role == role))
    rows = db.execute(select(Person.id, Person.name, Person.email).where(holds).order_by(Person.name))
    return [KnownPerson(*row) for row in rows]


def _cases(db: Session, team_id: UUID) -> dict[str, KnownCase]:
    held: defaultdict[UUID, list[tuple[UUID, date, date | None]]] = defaultdict(list)
    for case_id, person_id, first, last in db.execute(
        select(CaseTherapist.case_id, CaseTherapist.person_id, CaseTherapist.starts_on, CaseTherapist.ends_on)
        .join(CaseTherapist.case)
        .where(Case.team_id == team_id)
    ):
        held[case_id].append((person_id, first, last))
    rows = db.execute(
        select(Case.id, Case.reference, Case.opened_on, Case.closed_on)
        .where(Case.team_id == team_id)
        .order_by(Case.reference)
    )
    return {
        reference.casefold(): KnownCase(case_id, reference, opened_on, closed_on, held[case_id])
        for case_id, reference, opened_on, closed_on in rows
    }


def _there(db: Session, team_id: UUID, form: Form) -> set[Key]:
    columns = (Score.case_id, Score.about_id, Score.respondent, Score.given_on)
    rows = db.execute(
        standing_scores(*columns)
        .where(Score.team_id == team_id, Score.instrument == form.instrument)
        .distinct()
    )
    return {(case_id, None if case_id else about_id, who, day) for case_id, about_id, who, day in rows}
