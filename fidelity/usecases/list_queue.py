"""The consultant's queue: over all teams, the weeks that need a review, in the order to take them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum
from uuid import UUID

from sqlalchemy import ColumnElement, select, true
from sqlalchemy.orm import Session

from fidelity.attention import WEEKS_WITHOUT, Facts, Reason, reasons, urgency
from fidelity.consultation import consultation_of, week_number
from fidelity.permissions import Deed, teams_where
from fidelity.usecases.count_evidence import WeekEvidence, count_evidence
from fidelity.usecases.errors import NotAllowed
from fidelity.usecases.find_past_reviews import find_contested_cases, find_reviewed_therapists
from fidelity.usecases.find_waiting_weeks import WaitingWeek, find_reviewed_mondays, find_waiting_weeks
from fidelity.usecases.find_weeks import WeekSummary, weeks_between
from models import Case, Person, Principle, Team, monday_of, now

#: How far back the queue looks for notes that never came, and for weeks with nothing in them.
WEEKS_BACK = 4


class QueueState(Enum):
    """What the queue can be filtered by."""

    NOT_STARTED = "not_started"
    DRAFT = "draft"
    LATE = "late"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Filters:
    """What a person wants to see; nothing chosen is everything."""

    team_id: UUID | None = None
    therapist_id: UUID | None = None
    state: QueueState | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """A week of a case, and the consultation at which it is talked about."""

    case: Case
    monday: date
    due: datetime
    week_of_case: int
    therapists: Sequence[Person]


@dataclass(frozen=True, slots=True)
class ToReview:
    """A week that needs a review, and why it stands where it does."""

    place: Place
    week: WaitingWeek
    undecided: int
    reasons: Sequence[Reason]


@dataclass(frozen=True, slots=True)
class Queue:
    """Everything on the page; the lists are in the order to take them."""

    to_review: Sequence[ToReview]
    #: The consultation has been, and there is neither a note nor a reason.
    late: Sequence[Place]
    #: Weeks of which somebody said why there is nothing.
    nothing: Sequence[tuple[Place, str]]
    #: What can be chosen as a filter.
    teams: Sequence[Team]
    therapists: Sequence[Person]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing at all to show."""
        return not (self.to_review or self.late or self.nothing)


def list_queue(db: Session, *, by: Person, filters: Filters = Filters()) -> Queue:  # frozen
    """NotAllowed for people who review in no team. The number of queries does not grow with the weeks."""
    in_reach = _in_reach(by)
    cases = {case.id: case for case in db.scalars(select(Case).where(in_reach).order_by(Case.reference))}
    teams = sorted({case.team_id: case.team for case in cases.values()}.values(), key=lambda team: team.name)
    shown = {case.id: case for case in cases.values() if _is_chosen(case, filters)}

    to_review = _to_review(db, in_reach, shown)
    late, nothing = _without_work(db, shown, {(row.week.case_id, row.week.monday) for row in to_review})
    state = filters.state
    return Queue(
        to_review=[row for row in to_review if state in (None, _state_of(row))],
        late=late if state in (None, QueueState.LATE) else [],
        nothing=nothing if state in (None, QueueState.NOTHING) else [],
        teams=teams,
        therapists=_therapists(cases.values()),
    )


def _in_reach(by: Person) -> ColumnElement[bool]:
    teams = teams_where(by, Deed.REVIEW)
    if teams is None:
        return true()
    if not teams:
        raise NotAllowed
    return Case.team_id.in_(teams)


def _is_chosen(case: Case, filters: Filters) -> bool:
    if filters.team_id not in (None, case.team_id):
        return False
    holders = {held.person_id for held in case.therapists}
    return filters.therapist_id is None or filters.therapist_id in holders


def _state_of(row: ToReview) -> QueueState:
    return QueueState.DRAFT if row.week.writer_id else QueueState.NOT_STARTED


def _therapists(cases: Iterable[Case]) -> list[Person]:
    people = {held.person_id: held.person for case in cases for held in case.therapists}
    return sorted(people.values(), key=lambda person: person.name)


def _to_review(db: Session, in_reach: ColumnElement[bool], cases: Mapping[UUID, Case]) -> list[ToReview]:
    weeks = find_waiting_weeks(db, cases=in_reach, until=monday_of(date.today()))
    if not weeks:
        return []
    since = min(week.monday for week in weeks) - timedelta(weeks=WEEKS_WITHOUT - 1)
    evidence = count_evidence(db, cases=in_reach, since=since)
    with_work = {(week.case_id, week.monday) for week in weeks}
    with_work |= find_reviewed_mondays(db, cases=in_reach, since=since)
    contested = find_contested_cases(db, cases=in_reach)
    reviewed = find_reviewed_therapists(db, cases=in_reach)
    rows = []
    for week in weeks:
        if week.case_id not in cases:
            continue
        place = _place(cases[week.case_id], week.monday)
        own = evidence.get((week.case_id, week.monday), WeekEvidence())
        facts = Facts(
            is_contested=week.case_id in contested,
            shown=_shown(week, evidence, with_work),
            contradicted=own.contradicted,
            week_of_case=place.week_of_case,
            is_therapist_reviewed=not place.therapists or any(p.id in reviewed for p in place.therapists),
        )
        rows.append(ToReview(place, week, own.undecided, reasons(facts)))
    return sorted(rows, key=_order)


def _shown(
    week: WaitingWeek,
    evidence: Mapping[tuple[UUID, date], WeekEvidence],
    with_work: set[tuple[UUID, date]],
) -> list[set[Principle]]:
    """What was shown in this week and those just before it, until a week without work."""
    found = []
    for back in range(WEEKS_WITHOUT):
        key = (week.case_id, week.monday - timedelta(weeks=back))
        if key not in with_work:
            break
        found.append(evidence.get(key, WeekEvidence()).shown)
    return found


def _order(row: ToReview) -> tuple[object, ...]:
    return (row.place.due, row.place.case.team.name, urgency(row.reasons), row.place.case.reference)


def _without_work(
    db: Session, cases: Mapping[UUID, Case], to_review: set[tuple[UUID, date]]
) -> tuple[list[Place], list[tuple[Place, str]]]:
    """Late weeks and weeks with nothing, newest first, of the last WEEKS_BACK weeks."""
    moment, last = now(), monday_of(date.today())
    mondays = [last - timedelta(weeks=back) for back in range(WEEKS_BACK)]
    summaries = weeks_between(db, list(cases), mondays[-1], last)
    late, nothing = [], []
    for monday in mondays:
        for case in cases.values():
            if (case.id, monday) in to_review or not _is_open(case, monday):
                continue
            week = summaries.get((case.id, monday)) or WeekSummary(monday)
            place = _place(case, monday)
            if week.nothing_because is not None and week.revision == 0:
                nothing.append((place, week.nothing_because))
            elif week.is_note_missing and week.published is None and place.due < moment:
                late.append(place)
    return late, nothing


def _is_open(case: Case, monday: date) -> bool:
    return monday_of(case.opened_on) <= monday and (case.closed_on is None or monday <= case.closed_on)


def _place(case: Case, monday: date) -> Place:
    team = case.team
    return Place(
        case=case,
        monday=monday,
        due=consultation_of(monday, weekday=team.consultation_weekday, at=team.consultation_time),
        week_of_case=week_number(monday, opened_on=case.opened_on),
        therapists=_holders(case, monday),
    )


def _holders(case: Case, monday: date) -> list[Person]:
    """Whoever held the case on any day of the week."""
    sunday = monday + timedelta(days=6)
    return [
        held.person
        for held in case.therapists
        if held.starts_on <= sunday and (held.ends_on is None or held.ends_on >= monday)
    ]
