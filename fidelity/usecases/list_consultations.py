"""The consultations of a person's teams: the next one of each, and those before it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from fidelity.consultation import LOCAL, consultation_of
from fidelity.permissions import Deed, teams_where
from fidelity.usecases.errors import NotAllowed
from models import Absence, AgendaItem, Person, Team, monday_of, now

#: How many earlier consultations of a team are listed; older ones have their address all the same.
EARLIER = 12


@dataclass(frozen=True, slots=True)
class Consultation:
    """One week's, and how many items were ticked off in it."""

    monday: date
    due: datetime
    ticked: int


@dataclass(frozen=True, slots=True)
class TeamConsultations:
    """A team's next consultation, who is away then, and the earlier ones, newest first."""

    team: Team
    coming: Consultation
    absences: Sequence[Absence]
    earlier: Sequence[Consultation]


def list_consultations(db: Session, *, by: Person) -> list[TeamConsultations]:
    """The team whose consultation comes first stands first. NotAllowed for who runs none."""
    teams = teams_where(by, Deed.RUN_CONSULTATION)
    if not teams:
        raise NotAllowed
    today = now().astimezone(LOCAL).date()
    first = monday_of(today) - timedelta(weeks=EARLIER)
    counted = db.execute(
        select(AgendaItem.team_id, AgendaItem.monday, func.count())
        .where(AgendaItem.team_id.in_(teams), AgendaItem.monday >= first, AgendaItem.ticked_at.is_not(None))
        .group_by(AgendaItem.team_id, AgendaItem.monday)
    )
    ticked = {(team_id, monday): count for team_id, monday, count in counted}
    away = db.scalars(
        select(Absence)
        .where(Absence.team_id.in_(teams), Absence.removed_at.is_(None), Absence.ends_on >= today)
        .order_by(Absence.ends_on, Absence.created_at)
    ).all()
    listed = [
        _of_team(team, today, ticked, away) for team in db.scalars(select(Team).where(Team.id.in_(teams)))
    ]
    return sorted(listed, key=lambda each: (each.coming.due, each.team.name))


def next_consultation(team: Team, today: date) -> date:
    """The Monday of the week of the next one: today's counts until the day is over."""
    monday = monday_of(today)
    is_over = monday + timedelta(days=team.consultation_weekday) < today
    return monday + timedelta(weeks=1) if is_over else monday


def _of_team(
    team: Team, today: date, ticked: dict[tuple[UUID, date], int], away: Sequence[Absence]
) -> TeamConsultations:
    def of(monday: date) -> Consultation:
        due = consultation_of(monday, weekday=team.consultation_weekday, at=team.consultation_time)
        return Consultation(monday, due, ticked.get((team.id, monday), 0))

    coming = of(next_consultation(team, today))
    earlier = [of(coming.monday - timedelta(weeks=back)) for back in range(1, EARLIER + 1)]
    since = monday_of(team.created_at.date())
    return TeamConsultations(
        team,
        coming,
        [each for each in away if each.team_id == team.id and each.is_on(coming.due.date())],
        [each for each in earlier if each.monday >= since or each.ticked],
    )
