"""Writes the fictional team: its people, their roles and their cases."""

from datetime import time, timedelta
from uuid import uuid4

from sqlalchemy.orm import Session

from fidelity.demonstration.source import monday, read
from models import Case, CaseTherapist, Offer, Person, Role, Team, TeamRole, Variant

#: Everybody came before the first case was opened.
_JOINED_WEEKS_AGO = 60


def add_team(db: Session, *, password_hash: str) -> tuple[Team, dict[str, Person], dict[str, Case]]:
    """Give back the team, its people by key and its cases by reference."""
    facts = read("team.json")
    team = Team(
        name=facts["name"],
        variant=Variant(facts["variant"]),
        site=facts["site"],
        consultation_weekday=facts["consultation_weekday"],
        consultation_time=time.fromisoformat(facts["consultation_time"]),
        # Whoever tries the service sees suggestions of every strength.
        offer=Offer.MORE,
        is_fictional=True,
    )
    db.add(team)
    db.flush()
    people = {each["key"]: _person(each, team, password_hash) for each in read("people.json")}
    db.add_all(people.values())
    db.flush()
    cases = {each["reference"]: _case(each, team, people) for each in read("cases.json")}
    db.add_all(cases.values())
    db.flush()
    return team, people, cases


def _person(facts: dict[str, str], team: Team, password_hash: str) -> Person:
    roles = [Role(each["role"]) for each in facts["roles"]]  # type: ignore[index]
    return Person(
        name=facts["name"],
        email=facts["email"],
        password=password_hash,
        fs_uniquifier=uuid4().hex,
        is_fictional=True,
        team_roles=[
            TeamRole(
                team_id=None if role is Role.ADMINISTRATOR else team.id,
                role=role,
                starts_on=monday(_JOINED_WEEKS_AGO),
            )
            for role in roles
        ],
    )


def _case(facts: dict[str, str | int | None], team: Team, people: dict[str, Person]) -> Case:
    opened = monday(int(facts["opened_weeks_ago"] or 0))
    closed = facts["closed_weeks_ago"]
    return Case(
        team_id=team.id,
        reference=str(facts["reference"]),
        opened_on=opened,
        closed_on=None if closed is None else monday(int(closed)) + timedelta(days=4),
        therapists=[CaseTherapist(person_id=people[str(facts["therapist"])].id, starts_on=opened)],
    )
