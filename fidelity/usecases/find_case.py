"""A case with its weeks, the newest first, as far as a person may know of them."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from fidelity.permissions import Deed, may
from fidelity.usecases import guard
from fidelity.usecases.find_weeks import WeekSummary, weeks_between
from fidelity.usecases.week_standing import Standing, covers_between, standing_of
from models import Case, Person, monday_of

#: As many as a page shows at first.
RECENT_WEEKS = 12


@dataclass(frozen=True)
class ShownCase:
    """The case, and what this person may do with it."""

    case: Case
    weeks: list[tuple[WeekSummary, Standing]]
    #: How many there are in all.
    weeks_in_all: int
    may_upload: bool
    may_manage: bool
    may_write_note: bool
    may_review: bool
    may_say_nothing_happened: bool
    #: Whether reviews that are not published may be known of.
    may_read_reviews: bool


def find_case(db: Session, *, by: Person, case_id: UUID, everything: bool = False) -> ShownCase:
    """Every week from the opening to today or the closing, whether something hangs on it or not."""
    case = guard.case(db, by, Deed.SEE_CASE, case_id)
    mondays = _mondays(case)
    shown = mondays if everything else mondays[:RECENT_WEEKS]
    found = weeks_between(db, [case.id], shown[-1], shown[0]) if shown else {}
    covers = covers_between(db, [case.team_id], shown[-1], shown[0]) if shown else []
    sees_reviews = may(by, Deed.READ_REVIEW, case=case)
    weeks = [found.get((case.id, monday)) or WeekSummary(monday) for monday in shown]
    return ShownCase(
        case=case,
        weeks=[(week, standing_of(case, week, covers, sees_reviews=sees_reviews)) for week in weeks],
        weeks_in_all=len(mondays),
        may_upload=may(by, Deed.UPLOAD_RECORDING, case=case),
        may_manage=may(by, Deed.MANAGE_CASES, case=case),
        may_write_note=may(by, Deed.WRITE_NOTE, case=case),
        may_review=may(by, Deed.REVIEW, case=case),
        may_say_nothing_happened=may(by, Deed.SAY_NOTHING_HAPPENED, case=case),
        may_read_reviews=sees_reviews,
    )


def _mondays(case: Case) -> list[date]:
    first = monday_of(case.opened_on)
    last = monday_of(min(case.closed_on or date.today(), date.today()))
    return [last - timedelta(weeks=n) for n in range((last - first).days // 7 + 1)]
