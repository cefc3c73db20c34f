"""What of a team a score may name: its cases, its people, and what was brought in before."""

from collections import defaultdict
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from fidelity.scores.instruments import Form
from fidelity.scores.known import Before, Key, Known, KnownCase, KnownPerson
from fidelity.usecases.find_scores import standing_scores
from models import Case, CaseTherapist, Person, Role, Score, ScoreImport, ScoreScale, TeamRole


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
    rows = db.execute(
        select(Person.id, Person.name, Person.email, TeamRole.ends_on)
        .join(Person.team_roles)
        .where(TeamRole.team_id == team_id, TeamRole.role == role)
        .order_by(Person.name, Person.id)
    )
    found: dict[UUID, KnownPerson] = {}
    for who, name, email, last_day in rows:
        until, other = last_day, found.get(who)
        if other:
            until = max(last_day, other.until) if last_day and other.until else None
        found[who] = KnownPerson(who, name, email, until)
    return list(found.values())


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


def _there(db: Session, team_id: UUID, form: Form) -> dict[Key, Before]:
    columns = (
        Score.case_id,
        Score.about_id,
        Score.respondent,
        Score.given_on,
        Score.scale,
        Score.value,
        Person.name,
        ScoreImport.created_at,
        ScoreImport.is_typed,
    )
    rows = db.execute(
        standing_scores(*columns)
        .join(Person, Person.id == ScoreImport.by_id)
        .where(Score.team_id == team_id, Score.instrument == form.instrument)
    )
    found: dict[Key, dict[ScoreScale, float]] = defaultdict(dict)
    there: dict[Key, Before] = {}
    for case_id, about_id, who, day, scale, value, by, at, is_typed in rows:
        key = (case_id, None if case_id else about_id, who, day)
        found[key][scale] = value
        there[key] = Before(found[key], by, at.date(), is_typed)
    return there
