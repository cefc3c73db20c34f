"""What a therapist has to do in a week: for each own case its note, recordings, feedback and actions."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, contains_eager, lazyload

from fidelity.permissions import teams_as
from fidelity.usecases.errors import NotAllowed, NotFound
from fidelity.usecases.find_actions_due import DueAction, find_actions_due
from fidelity.usecases.find_weeks import WeekSummary, weeks_between
from fidelity.usecases.week_holders import holders_in_week
from fidelity.usecases.week_of import week_problem
from fidelity.usecases.week_standing import Standing, covers_between, standing_of
from fidelity.week_state import State
from models import (
    Absence,
    Case,
    CaseTherapist,
    Person,
    Rater,
    Review,
    ReviewStatus,
    Role,
    Upload,
    Week,
    monday_of,
    now,
)

#: How far back it says that a note never came: a quarter, as the supervisor's case-load does.
WEEKS_BACK = 13


@dataclass(frozen=True)
class CaseInMyWeek:
    """One case: the week, weeks before it that want a note, and what came from the consultant."""

    case: Case
    this_week: WeekSummary
    standing: Standing
    #: Newest first: the week before, even where it is not due yet, and every earlier one that is late.
    without_note: list[tuple[WeekSummary, Standing]] = field(default_factory=list)
    new_feedback: list[Review] = field(default_factory=list)
    #: Agreed and still open, with the therapist's answer where there is one.
    actions_due: list[DueAction] = field(default_factory=list)
    #: When the therapist began an upload that is not a recording yet.
    upload_begun_at: datetime | None = None


@dataclass(frozen=True)
class MyWeek:
    """A therapist's cases in the week that begins on ``monday``."""

    monday: date
    cases: list[CaseInMyWeek]

    @property
    def earlier(self) -> date:
        """The Monday before."""
        return self.monday - timedelta(weeks=1)

    @property
    def later(self) -> date | None:
        """The Monday after, unless that week has not begun."""
        return None if self.is_current else self.monday + timedelta(weeks=1)

    @property
    def is_current(self) -> bool:
        """Whether today lies in it."""
        return self.monday >= monday_of(date.today())


def find_my_week(db: Session, *, by: Person, monday: date | None = None) -> MyWeek:
    """The week that is asked for, or the current one. NotAllowed for who is no therapist today."""
    teams = teams_as(by, Role.THERAPIST)
    if not teams:
        raise NotAllowed
    this_monday = monday_of(date.today())
    monday = monday or this_monday
    if monday.weekday() != 0 or monday > this_monday:
        raise NotFound
    cases = [case for case in _own_cases(db, by, teams) if week_problem(case, monday, date.today()) is None]
    ids = [case.id for case in cases]
    weeks = weeks_between(db, ids, monday - timedelta(weeks=WEEKS_BACK - 1), monday)
    begun = _begun_uploads(db, ids, by)
    covers = covers_between(db, {case.team_id for case in cases}, monday, monday)
    feedback, actions = _new_feedback(db, ids), find_actions_due(db, ids, monday, by)
    return MyWeek(
        monday,
        [
            replace(
                _in_week(case, monday, weeks=weeks, covers=covers, feedback=feedback, actions=actions),
                without_note=list(_without_note(case, monday, weeks, by)),
                upload_begun_at=begun.get(case.id),
            )
            for case in cases
        ],
    )


def _in_week(
    case: Case,
    monday: date,
    *,
    weeks: dict[tuple[UUID, date], WeekSummary],
    covers: Sequence[Absence],
    feedback: Sequence[Review],
    actions: Sequence[DueAction],
) -> CaseInMyWeek:
    this_week = weeks.get((case.id, monday)) or WeekSummary(monday)
    return CaseInMyWeek(
        case=case,
        this_week=this_week,
        standing=standing_of(case, this_week, covers, sees_reviews=False),
        new_feedback=[review for review in feedback if review.week.case_id == case.id],
        actions_due=[due for due in actions if due.action.review.week.case_id == case.id],
    )


def _without_note(
    case: Case, monday: date, weeks: dict[tuple[UUID, date], WeekSummary], by: Person
) -> Iterator[tuple[WeekSummary, Standing]]:
    """Only of weeks in which the therapist held the case: what came before was somebody else's to write."""
    for back in range(1, WEEKS_BACK):
        before = monday - timedelta(weeks=back)
        week = weeks.get((case.id, before)) or WeekSummary(before)
        if not week.is_note_missing or week_problem(case, before, date.today()):
            continue
        if all(each.id != by.id for each in holders_in_week(case, before)):
            continue
        standing = standing_of(case, week, sees_reviews=False)
        if back == 1 or standing.state is State.LATE:
            yield week, standing


def _own_cases(db: Session, by: Person, teams: set[UUID]) -> Sequence[Case]:
    today = date.today()
    held = select(CaseTherapist.case_id).where(
        CaseTherapist.person_id == by.id,
        CaseTherapist.starts_on <= today,
        or_(CaseTherapist.ends_on.is_(None), CaseTherapist.ends_on >= today),
    )
    mine = select(Case).where(Case.id.in_(held), Case.team_id.in_(teams)).order_by(Case.reference)
    return db.scalars(mine).all()


def _new_feedback(db: Session, case_ids: list[UUID]) -> Sequence[Review]:
    """Published and not opened yet, of whatever week."""
    unread = (
        select(Review)
        .join(Review.week)
        .where(
            Week.case_id.in_(case_ids),
            Review.rater == Rater.FIRST,
            Review.status == ReviewStatus.PUBLISHED,
            Review.read_at.is_(None),
        )
    )
    with_week = lazyload("*"), contains_eager(Review.week).lazyload("*")
    return db.scalars(unread.order_by(Week.starts_on).options(*with_week)).all()


def _begun_uploads(db: Session, case_ids: list[UUID], by: Person) -> dict[UUID, datetime]:
    """Whether all of the file has arrived or not: either way its form has not been sent."""
    waiting = (
        select(Upload.case_id, Upload.created_at)
        .where(
            Upload.by_id == by.id,
            Upload.case_id.in_(case_ids),
            Upload.recording_id.is_(None),
            Upload.expires_at > now(),
        )
        .order_by(Upload.created_at)
    )
    return dict(db.execute(waiting).all())
