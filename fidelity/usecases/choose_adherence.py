"""Whose weeks an adherence page speaks of: team, therapist, case, and how far back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import or_
from sqlalchemy.orm import Session

from fidelity.adherence.coverage import is_open_in
from fidelity.permissions import Deed, may, teams_as
from fidelity.usecases.blind import kept_reviews
from fidelity.usecases.errors import NotAllowed, NotFound
from fidelity.usecases.held_cases import HeldCase, find_held_cases
from fidelity.usecases.reach import cases_within_reach
from models import Case, Person, Role, Team, monday_of

#: A quarter, half a year, a year.
SPANS = (13, 26, 52)
#: Two years: how far back a page of suggestions goes.
LONGEST = 104


@dataclass(frozen=True)
class Choice:
    """What was asked for, checked, and what else could be."""

    team: Team
    #: Every case that could be chosen.
    cases: Sequence[HeldCase]
    #: Who could be chosen: id and name. Only the person, where they see their own cases alone.
    therapists: Sequence[tuple[UUID, str]]
    therapist_id: UUID | None
    case_id: UUID | None
    #: Mondays, oldest first; the last is of the current week.
    weeks: Sequence[date]
    is_own: bool
    #: Reviews of weeks that the person rates a second time, or still may: no number is made of them.
    hidden: frozenset[UUID] = frozenset()

    def case_weeks(self) -> list[tuple[HeldCase, date]]:
        """The weeks that are spoken of, oldest first: the case was open, and with the chosen therapist."""
        chosen = [case for case in self.cases if self.case_id in {None, case.id}]
        return [
            (case, week)
            for week in self.weeks
            for case in chosen
            if is_open_in(week, opened_on=case.opened_on, closed_on=case.closed_on)
            and (self.therapist_id is None or case.is_held_in(week, self.therapist_id))
        ]


def choose_adherence(
    db: Session,
    *,
    by: Person,
    team_id: UUID,
    therapist_id: UUID | None,
    case_id: UUID | None,
    weeks: int,
) -> Choice:
    """Check what was asked for. A therapist sees the own cases, in the weeks in which they were theirs.

    Any other number of weeks than SPANS has, or LONGEST, is taken as the middle one. NotFound for
    somebody else's team, therapist or case.
    """
    team = db.get(Team, team_id)
    if team is None or not may(by, Deed.SEE_TEAM, team_id=team_id):
        raise NotFound
    sees_all = may(by, Deed.SEE_ADHERENCE, team_id=team_id)
    if not sees_all and team_id not in teams_as(by, Role.THERAPIST):
        raise NotAllowed

    mondays = _mondays(weeks if weeks in {*SPANS, LONGEST} else SPANS[1])
    cases = _cases(db, by, team_id, mondays)
    therapists = {each.person_id: each.name for case in cases for each in case.held}
    if not sees_all:
        therapists = {by.id: by.name}
        therapist_id = therapist_id or by.id
    if therapist_id not in {None, *therapists} or case_id not in {None, *(case.id for case in cases)}:
        raise NotFound
    return Choice(
        team=team,
        cases=cases,
        therapists=sorted(therapists.items(), key=lambda each: each[1]),
        therapist_id=therapist_id,
        case_id=case_id,
        weeks=mondays,
        is_own=not sees_all,
        hidden=kept_reviews(db, by),
    )


def _mondays(weeks: int) -> list[date]:
    current = monday_of(date.today())
    return [current - timedelta(weeks=ago) for ago in reversed(range(weeks))]


def _cases(db: Session, by: Person, team_id: UUID, weeks: Sequence[date]) -> list[HeldCase]:
    """Cases that the person may see and that were open in one of the weeks, by reference."""
    return find_held_cases(
        db,
        Case.team_id == team_id,
        Case.opened_on < weeks[-1] + timedelta(weeks=1),
        or_(Case.closed_on.is_(None), Case.closed_on >= weeks[0]),
        cases_within_reach(by, Deed.SEE_ADHERENCE),
    )
