"""Gives a person a role in a team, from a day on."""

from datetime import date
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from fidelity.permissions import Deed
from fidelity.usecases import audit, guard
from fidelity.usecases.answers import Answers, said
from fidelity.usecases.change_person import find_person
from models import Person, Role, Team, TeamRole


def give_role(
    db: Session,
    *,
    by: Person | None,
    person_id: UUID,
    role: str,
    team_id: UUID | None,
    starts_on: str,
    ends_on: str,
) -> TeamRole:
    """Dates as typed; without a last day the role is held until it is ended."""
    guard.require(by, Deed.MANAGE_TEAMS)
    person = find_person(db, by, person_id)
    # Two clicks take turns, so that the second finds the role that the first has given.
    db.execute(select(Person.id).where(Person.id == person.id).with_for_update())
    db.refresh(person, ["team_roles"])
    answers = Answers()
    given = new_role(db, answers, person, role=role, team_id=team_id, starts_on=starts_on, ends_on=ends_on)
    answers.check()

    person.team_roles.append(given)
    audit.note(db, by, "gave role", subject_id=person.id, team_id=given.team_id)
    db.commit()
    return given


def new_role(
    db: Session,
    answers: Answers,
    person: Person,
    *,
    role: str,
    team_id: UUID | None,
    starts_on: str,
    ends_on: str,
) -> TeamRole:
    """A row that is not yet in the database; ``answers`` gathers what is wrong with it."""
    chosen = answers.choice("role", role, Role, missing="Select a role")
    starts = answers.day("starts_on", starts_on, missing="Enter the day on which the role begins")
    ends = answers.maybe_day("ends_on", ends_on)
    if ends and ends < starts:
        answers.refuse("ends_on", "The last day must be the first day or later")
    if chosen is Role.ADMINISTRATOR:
        team_id = None  # holds everywhere
    elif team_id is None or db.get(Team, team_id) is None:
        answers.refuse("team", "Select a team")
    for held in person.team_roles:
        if held.role is chosen and held.team_id == team_id and _overlap(held, starts, ends):
            until = f" to {said(held.ends_on)}" if held.ends_on else ""
            answers.refuse("role", f"They hold this role already, from {said(held.starts_on)}{until}")
    return TeamRole(id=uuid4(), role=chosen, team_id=team_id, starts_on=starts, ends_on=ends)


def _overlap(held: TeamRole, starts: date, ends: date | None) -> bool:
    return held.starts_on <= (ends or date.max) and starts <= (held.ends_on or date.max)
