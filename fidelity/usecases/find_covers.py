"""Who reviews a team's weeks first: its consultants, and who covers while one of them is away."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, contains_eager, joinedload, lazyload

from fidelity.permissions import Deed, may
from fidelity.usecases.team_people import team_people
from models import Absence, Person, Role, TeamRole


@dataclass(frozen=True, slots=True)
class Reviewers:
    """Of one team, today: who reviews its weeks first."""

    #: The team's consultants, by name.
    consultants: Sequence[Person]
    #: Who is away, and who covers.
    absences: Sequence[Absence]
    #: Whether the person who asks may begin a first review.
    is_mine: bool
    #: The absences that the person who asks covers.
    covered_by_me: Sequence[Absence]

    def reviews_no_more(self, person_id: UUID) -> bool:
        """Whether somebody neither is a consultant of the team today nor covers for one."""
        theirs = {person.id for person in self.consultants} | {a.covered_by_id for a in self.absences}
        return bool(self.consultants) and person_id not in theirs


def may_review_first(db: Session, person: Person, team_id: UUID) -> bool:
    """Whether the person may begin a first review in the team today.

    A consultant may. A supervisor may while covering for a consultant of the team, or where it has none.
    """
    return find_reviewers(db, person, [team_id])[team_id].is_mine


def find_reviewers(db: Session, person: Person, team_ids: Collection[UUID]) -> dict[UUID, Reviewers]:
    """The same for several teams, and who else does. Always as many queries."""
    consultants = _consultants(db, team_ids)
    absences = [
        absence
        for absence in covers_on(db, team_ids)
        if absence.person_id in {each.id for each in consultants[absence.team_id]}
    ]
    return {
        team_id: _reviewers(
            person, team_id, consultants[team_id], [a for a in absences if a.team_id == team_id]
        )
        for team_id in team_ids
    }


def first_raters(db: Session, team_id: UUID) -> list[Person]:
    """Everybody who may begin a first review in the team today, by name."""
    people = team_people(db, team_id)
    if not people:
        return []
    of_team = find_reviewers(db, people[0], [team_id])[team_id]
    return [
        person
        for person in people
        if _reviewers(person, team_id, of_team.consultants, of_team.absences).is_mine
    ]


def consultants_of(db: Session, team_id: UUID) -> list[Person]:
    """Who is a consultant of the team today, by name."""
    return _consultants(db, [team_id])[team_id]


def _reviewers(
    person: Person, team_id: UUID, consultants: Sequence[Person], absences: Sequence[Absence]
) -> Reviewers:
    mine = [absence for absence in absences if absence.covered_by_id == person.id]
    is_mine = may(person, Deed.REVIEW, team_id=team_id) and (
        any(each.id == person.id for each in consultants) or not consultants or bool(mine)
    )
    return Reviewers(consultants, absences, is_mine, mine)


def _consultants(db: Session, team_ids: Collection[UUID]) -> dict[UUID, list[Person]]:
    today = date.today()
    held = (
        select(TeamRole)
        .join(TeamRole.person)
        .where(
            TeamRole.team_id.in_(list(team_ids)),
            TeamRole.role == Role.CONSULTANT,
            TeamRole.starts_on <= today,
            or_(TeamRole.ends_on.is_(None), TeamRole.ends_on >= today),
            Person.active,
        )
        .options(contains_eager(TeamRole.person).lazyload(Person.team_roles), lazyload(TeamRole.team))
        .order_by(Person.name)
    )
    found: dict[UUID, list[Person]] = {team_id: [] for team_id in team_ids}
    for role in db.scalars(held):
        if role.team_id in found and role.person not in found[role.team_id]:
            found[role.team_id].append(role.person)
    return found


def covers_on(db: Session, team_ids: Iterable[UUID], day: date | None = None) -> list[Absence]:
    """Absences of teams that are on today, or on a day; the one that ends first comes first."""
    day = day or date.today()
    on = select(Absence).where(
        Absence.team_id.in_(list(team_ids)),
        Absence.removed_at.is_(None),
        Absence.starts_on <= day,
        Absence.ends_on >= day,
    )
    names = [joinedload(each).lazyload(Person.team_roles) for each in (Absence.person, Absence.covered_by)]
    return list(db.scalars(on.options(*names).order_by(Absence.ends_on, Absence.created_at)))
