"""How good the machine's suggestions for a principle are over time, for a team or the whole service."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from fidelity.adherence.drift import SinceNew, since_new
from fidelity.adherence.in_service import PERIOD, Counts, Period, first_shown, over_periods, period_of
from fidelity.permissions import Deed, may, teams_where
from fidelity.usecases import audit, guard
from fidelity.usecases.blind_weeks import find_hidden_weeks
from fidelity.usecases.count_in_service import Where, count_by_week, count_in_service, seconds_by_week
from fidelity.usecases.count_said import by_week, count_units, find_said, first_uses
from fidelity.usecases.errors import NotAllowed
from fidelity.usecases.hidden_suggestions import is_hidden_from
from models import Case, Person, Principle, Team, Week

#: The last year: what stands at the top of a page, and in the list of principles.
RECENT_PERIODS = 13


@dataclass(frozen=True)
class InService:
    """Every principle in the last year. ``team``: nothing for the whole service."""

    team: Team | None
    since: date
    counts: Mapping[Principle, Counts]
    #: Whether the person may open the rows behind a number.
    may_open: bool


@dataclass(frozen=True)
class PrincipleOverTime:
    """One principle, period by period, oldest first; ``recent``: the last year together."""

    team: Team | None
    principle: Principle
    periods: Sequence[Period]
    recent: Counts
    since: date
    #: Nothing where the model that came last has suggested nothing.
    since_new: SinceNew | None
    may_open: bool


def read_principles(db: Session, *, by: Person, team_id: UUID | None) -> InService:
    """The list of principles. Numbers alone: nobody's words, and nothing of any one therapist."""
    team, may_open = _through(db, by, team_id)
    since = _recent(date.today())
    return InService(team, since, count_in_service(db, _where(db, by, team, since)), may_open)


def read_principle_over_time(
    db: Session, *, by: Person, team_id: UUID | None, principle: Principle
) -> PrincipleOverTime:
    """Two years at most. The same number of queries however much there is.

    Without weeks that the person has yet to rate: of few weeks a number would tell what the machine says.
    """
    team, may_open = _through(db, by, team_id)
    today = date.today()
    where = _where(db, by, team, first_shown(today))
    said, units, versions = find_said(db, where, principle), count_units(db, where), first_uses(db, where)
    counts = count_by_week(db, where, principle)
    seconds = seconds_by_week(db, where, principle)
    newest = max(versions, key=lambda version: versions[version], default="")
    return PrincipleOverTime(
        team=team,
        principle=principle,
        periods=over_periods(counts, by_week(said, units), seconds, versions, today=today),
        recent=sum((each for week, each in counts.items() if week >= _recent(today)), Counts()),
        since=_recent(today),
        since_new=since_new(
            newest, [(each.week, each.probability) for each in said if each.version == newest], units
        ),
        may_open=may_open,
    )


def _recent(today: date) -> date:
    return period_of(today) - (RECENT_PERIODS - 1) * PERIOD


def _through(db: Session, by: Person, team_id: UUID | None) -> tuple[Team | None, bool]:
    """The whole service is for who may see every team; rows are for who may see the team's adherence."""
    if team_id is None:
        if teams_where(by, Deed.SEE_SUGGESTIONS_OVER_TIME) is not None:
            raise NotAllowed
        return None, False
    team = guard.team(db, by, Deed.SEE_SUGGESTIONS_OVER_TIME, team_id)
    audit.note_reading(db, by, "read how good suggestions are", subject_id=team_id, team_id=team_id)
    return team, may(by, Deed.SEE_ADHERENCE, team_id=team_id)


def _where(db: Session, by: Person, team: Team | None, since: date) -> Where:
    wanted: Where = Week.starts_on >= since
    if team is not None:
        wanted &= Case.team_id == team.id
    # Found first, as they are few: asked of each suggestion, it would take long.
    unseen = select(Week.id).join(Case, Case.id == Week.case_id).where(wanted, is_hidden_from(by))
    hidden = {*db.scalars(unseen), *find_hidden_weeks(db, by)}
    return wanted & Week.id.not_in(hidden) if hidden else wanted
