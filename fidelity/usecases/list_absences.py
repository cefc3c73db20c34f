"""Who of a team's consultants is away, was and will be, and who covers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from fidelity.permissions import Deed, may, teams_as
from fidelity.usecases import guard
from fidelity.usecases.find_covers import consultants_of
from fidelity.usecases.team_people import team_people
from models import Absence, Person, Role, Team

_SHOWN = 20


@dataclass(frozen=True)
class Absences:
    """``standing``: on today or to come, the earliest first; ``over``: the newest, called off or past."""

    team: Team
    standing: Sequence[Absence]
    over: Sequence[Absence]
    #: Of whom this person may say it.
    people: Sequence[Person]
    #: Who can cover.
    covers: Sequence[Person]


def list_absences(db: Session, *, by: Person, team_id: UUID) -> Absences:
    """For who may say it of themselves or of others."""
    team = guard.team(db, by, Deed.MANAGE_ABSENCES, team_id)
    of_team = select(Absence).filter_by(team_id=team_id)
    is_standing = Absence.removed_at.is_(None), Absence.ends_on >= date.today()
    standing = of_team.where(*is_standing).order_by(Absence.starts_on, Absence.created_at)
    over = of_team.where(Absence.removed_at.is_not(None) | (Absence.ends_on < date.today()))
    consultants = consultants_of(db, team_id)
    is_for_all = may_say_anybodys(by, team_id)
    return Absences(
        team=team,
        standing=db.scalars(standing).all(),
        over=db.scalars(over.order_by(Absence.ends_on.desc()).limit(_SHOWN)).all(),
        people=[person for person in consultants if is_for_all or person.id == by.id],
        covers=[p for p in team_people(db, team_id) if may(p, Deed.REVIEW, team_id=team_id)],
    )


def may_say_anybodys(by: Person, team_id: UUID) -> bool:
    """A consultant says only when they are away themselves."""
    return team_id in teams_as(by, Role.SUPERVISOR) or may(by, Deed.MANAGE_TEAMS, team_id=team_id)
