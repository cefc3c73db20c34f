"""What every part of a consultation agenda is read from: a team's cases and weeks, seen by one person."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import Session

from fidelity.agenda.items import Content, Item, Kind
from fidelity.consultation import LOCAL, consultation_of
from fidelity.permissions import Deed
from fidelity.usecases.blind import is_kept_from
from fidelity.usecases.errors import NotFound
from fidelity.usecases.held_cases import HeldCase, find_held_cases
from fidelity.usecases.reach import cases_within_reach
from models import (
    Case,
    Person,
    Rater,
    Review,
    ReviewStatus,
    TakenBack,
    Team,
    Week,
    monday_of,
)

#: How far back reviews are looked at: what is contested in an older one is on the page of all feedback.
WEEKS_BACK = 8
#: Before it there was no service.
EARLIEST = date(2000, 1, 3)


@dataclass(frozen=True, slots=True)
class AgendaWeek:
    """A week that has a row."""

    id: UUID
    case_id: UUID
    monday: date
    nothing_because: str | None


@dataclass(frozen=True)
class Span:
    """``monday`` is of the week in which the consultation is; ``hidden`` are weeks not to be read from."""

    team: Team
    monday: date
    cases: Mapping[UUID, HeldCase]
    weeks: Mapping[UUID, AgendaWeek]
    hidden: frozenset[UUID]
    #: The same and, of what was said in a call, those whose feedback was taken back since.
    unsaid: frozenset[UUID]

    def due(self, monday: date) -> datetime:
        """When the consultation of a week is."""
        return consultation_of(monday, weekday=self.team.consultation_weekday, at=self.team.consultation_time)

    def first_after(self, moment: datetime) -> date:
        """The Monday of the first consultation after a moment."""
        monday = monday_of(moment.astimezone(LOCAL).date())
        return monday if moment < self.due(monday) else monday + timedelta(weeks=1)

    def item(self, key: str, kind: Kind, *, home: date, week: AgendaWeek, content: Content) -> Item:
        """An item about a week of a case."""
        case = self.cases[week.case_id]
        return Item(
            key,
            kind,
            home,
            case.id,
            case.reference,
            ", ".join(case.names_in(week.monday)),
            week.monday,
            content,
        )


def check_monday(monday: date, *, latest: date) -> None:
    """NotFound for what is no Monday, comes later, or is so long ago that there was no service."""
    if monday.weekday() != 0 or not EARLIEST <= monday <= latest:
        raise NotFound


def agenda_span(db: Session, *, by: Person, team: Team, monday: date, weeks_back: int = WEEKS_BACK) -> Span:
    """Only cases whose notes and feedback the person may read. Three queries."""
    first = monday - timedelta(weeks=weeks_back)
    reached = and_(
        Case.team_id == team.id,
        cases_within_reach(by, Deed.READ_NOTE),
        cases_within_reach(by, Deed.READ_FEEDBACK),
    )
    rows = db.execute(
        select(Week.id, Week.case_id, Week.starts_on, Week.nothing_because)
        .join(Case, Case.id == Week.case_id)
        .where(reached, Week.starts_on.between(first, monday))
        .order_by(Week.starts_on)
    )
    weeks = {row.id: AgendaWeek(*row) for row in rows}
    closed = hidden_weeks(db, by, reached, first)
    hidden = frozenset(key for key, status in closed.items() if status is ReviewStatus.PUBLISHED)
    return Span(team, monday, _cases(db, reached, first, monday), weeks, hidden, frozenset(closed))


def _cases(db: Session, reached: ColumnElement[bool], first: date, last: date) -> dict[UUID, HeldCase]:
    was_open = and_(
        Case.opened_on < last + timedelta(weeks=1), or_(Case.closed_on.is_(None), Case.closed_on >= first)
    )
    # A week of a case that was opened after it, or closed before: it is there, so it is shown.
    has_week = exists().where(Week.case_id == Case.id, Week.starts_on.between(first, last))
    return {case.id: case for case in find_held_cases(db, reached, or_(was_open, has_week))}


def hidden_weeks(
    db: Session, by: Person, reached: ColumnElement[bool], first: date
) -> Mapping[UUID, ReviewStatus]:
    """Weeks whose feedback this person must not know: they rate it a second time, or still may.

    With how its first review stands: what was published is a draft again where it was taken back.
    """
    was_published = exists().where(TakenBack.review_id == Review.id)
    waiting = (
        select(Review.week_id, Review.status)
        .join(Week, Week.id == Review.week_id)
        .join(Case, Case.id == Week.case_id)
        .where(
            reached,
            Week.starts_on >= first,
            Review.rater == Rater.FIRST,
            or_(Review.status == ReviewStatus.PUBLISHED, was_published),
            is_kept_from(by),
        )
    )
    return dict(db.execute(waiting).all())
