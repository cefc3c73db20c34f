"""Where weeks stand, and who covers their review: the state of each, from what was found about it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from fidelity.usecases.find_weeks import WeekSummary
from fidelity.week_state import Facts, State, day_of, due_at, state_of
from models import Absence, Case, Person, ReviewStatus, Role, TeamRole, now


@dataclass(frozen=True, slots=True)
class Standing:
    """A week's state, when it is due, and whose absence is covered by whom on that day."""

    state: State
    due: datetime
    covers: Sequence[Absence] = ()


def standing_of(
    case: Case, week: WeekSummary, covers: Sequence[Absence] = (), *, sees_reviews: bool
) -> Standing:
    """The state as somebody may know it: who does not see drafts is not told that a review has begun."""
    team, review = case.team, week.review
    due = due_at(
        week.monday, weekday=team.consultation_weekday, at=team.consultation_time, opened_on=case.opened_on
    )
    facts = Facts(
        due=due,
        is_handed_in=week.revision > 0,
        is_nothing=week.nothing_because is not None,
        is_under_review=sees_reviews and review is not None and review.status is not ReviewStatus.PUBLISHED,
        is_reviewed=week.published is not None,
    )
    return Standing(
        state=state_of(facts, moment=now()),
        due=due,
        covers=[each for each in covers if each.team_id == team.id and each.is_on(day_of(due))],
    )


def covers_between(db: Session, team_ids: Collection[UUID], first: date, last: date) -> Sequence[Absence]:
    """Who covers for the consultants of teams at some time in the weeks from Monday ``first`` to ``last``.

    The week after counts, too: in it the first week of a new case is talked about.
    """
    until = last + timedelta(days=13)
    is_consultant = (
        select(TeamRole.id)
        .where(
            TeamRole.person_id == Absence.person_id,
            TeamRole.team_id == Absence.team_id,
            TeamRole.role == Role.CONSULTANT,
        )
        .exists()
    )
    wanted = select(Absence).where(
        Absence.team_id.in_(team_ids),
        Absence.removed_at.is_(None),
        Absence.starts_on <= until,
        Absence.ends_on >= first,
        is_consultant,
    )
    alone = (
        joinedload(Absence.person).lazyload(Person.team_roles),
        joinedload(Absence.covered_by).lazyload(Person.team_roles),
    )
    return db.scalars(wanted.order_by(Absence.starts_on, Absence.created_at).options(*alone)).all()
