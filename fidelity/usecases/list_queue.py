"""The consultant's queue: over all teams, the weeks that need a review, in the order to take them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select, true
from sqlalchemy.orm import Session, selectinload

from fidelity.attention import Reason, order_from, urgency
from fidelity.permissions import Deed, teams_where
from fidelity.usecases.blind_weeks import find_hidden_weeks
from fidelity.usecases.errors import NotAllowed
from fidelity.usecases.find_claims import find_claims, find_snoozes
from fidelity.usecases.find_covers import Reviewers, find_reviewers
from fidelity.usecases.find_waiting_weeks import WaitingWeek, find_waiting_weeks
from fidelity.usecases.find_weeks_without_work import find_weeks_without_work, first_monday_back
from fidelity.usecases.list_second_looks import list_second_looks
from fidelity.usecases.queue_filters import Filters, Holder, QueueState
from fidelity.usecases.queue_places import Place, place_of
from fidelity.usecases.queue_reasons import Explained, explain
from models import Case, CaseTherapist, Claim, Person, Snooze, Team, monday_of, now


@dataclass(frozen=True, slots=True)
class ToReview:
    """A week that needs a review, why it stands where it does, and whose it is."""

    place: Place
    week: WaitingWeek
    undecided: int
    reasons: Sequence[Reason]
    #: Lives still; of a week with a draft it is the writer's that counts.
    claim: Claim | None
    #: It is put off.
    snooze: Snooze | None
    #: The person had taken it, and that has run out without anybody else taking it.
    ran_out: Claim | None = None

    @property
    def holder_id(self) -> UUID | None:
        """Who has it: the writer of the draft, else who claims it."""
        return self.week.writer_id or (self.claim.person_id if self.claim else None)


@dataclass(frozen=True, slots=True)
class Queue:
    """Everything on the page; the lists are in the order to take them."""

    to_review: Sequence[ToReview]
    #: Put off, the earliest to come back first.
    put_off: Sequence[ToReview]
    #: The consultation has been, and there is neither a note nor a reason.
    late: Sequence[Place]
    #: Weeks of which somebody said why there is nothing.
    nothing: Sequence[tuple[Place, str]]
    #: What can be chosen as a filter.
    teams: Sequence[Team]
    therapists: Sequence[Person]
    #: How many weeks the person can rate a second time; they have a page of their own.
    second_ratings: int
    #: Who reviews each of the teams first, and who covers.
    reviewers: Mapping[UUID, Reviewers]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing at all to show."""
        return not (self.to_review or self.put_off or self.late or self.nothing)

    def may_take_over(self, row: ToReview, by: Person) -> bool:
        """Whether somebody else has it who is away, with this person to cover, or reviews no more."""
        of_team = self.reviewers[row.place.case.team_id]
        if row.holder_id in {None, by.id} or not of_team.is_mine:
            return False
        is_away = any(absence.person_id == row.holder_id for absence in of_team.covered_by_me)
        return is_away or (row.holder_id is not None and of_team.reviews_no_more(row.holder_id))


EVERYTHING = Filters()


def list_queue(db: Session, *, by: Person, filters: Filters = EVERYTHING) -> Queue:
    """NotAllowed for people who review in no team. The number of queries does not grow with the weeks."""
    in_reach = _in_reach(by)
    hidden = find_hidden_weeks(db, by)
    waiting = find_waiting_weeks(db, cases=in_reach, until=monday_of(date.today()), hidden=hidden)
    cases = _cases(db, in_reach, {week.case_id for week in waiting})
    teams = sorted({case.team_id: case.team for case in cases.values()}.values(), key=lambda team: team.name)
    shown = {case.id: case for case in cases.values() if _is_chosen(case, filters)}

    rows = [
        row for row in _to_review(db, by, in_reach, waiting, shown, hidden=hidden) if _fits(row, filters, by)
    ]
    late, nothing = find_weeks_without_work(db, shown, {(week.case_id, week.monday) for week in waiting})
    without_work = not filters.is_about_reviews
    return Queue(
        to_review=[row for row in rows if not row.snooze],
        put_off=sorted((row for row in rows if row.snooze), key=_back_at),
        late=late if without_work and filters.state in (None, QueueState.LATE) else [],
        nothing=nothing if without_work and filters.state in (None, QueueState.NOTHING) else [],
        teams=teams,
        therapists=_therapists(cases.values()),
        second_ratings=len(list_second_looks(db, by=by)),
        reviewers=find_reviewers(db, by, [team.id for team in teams]),
    )


def _in_reach(by: Person) -> ColumnElement[bool]:
    teams = teams_where(by, Deed.REVIEW)
    if teams is None:
        return true()
    if not teams:
        raise NotAllowed
    return Case.team_id.in_(teams)


def _cases(db: Session, in_reach: ColumnElement[bool], waiting: set[UUID]) -> dict[UUID, Case]:
    """By reference: those with a week that waits, and those that were open lately."""
    is_recent = or_(Case.closed_on.is_(None), Case.closed_on >= first_monday_back())
    wanted = select(Case).where(in_reach, or_(is_recent, Case.id.in_(waiting)))
    holders = selectinload(Case.therapists).joinedload(CaseTherapist.person).lazyload(Person.team_roles)
    return {case.id: case for case in db.scalars(wanted.options(holders).order_by(Case.reference))}


def _is_chosen(case: Case, filters: Filters) -> bool:
    if filters.team_id not in (None, case.team_id):
        return False
    holders = {held.person_id for held in case.therapists}
    return filters.therapist_id is None or filters.therapist_id in holders


def _therapists(cases: Iterable[Case]) -> list[Person]:
    people = {held.person_id: held.person for case in cases for held in case.therapists}
    return sorted(people.values(), key=lambda person: person.name)


def _to_review(
    db: Session,
    by: Person,
    in_reach: ColumnElement[bool],
    waiting: Sequence[WaitingWeek],
    cases: Mapping[UUID, Case],
    *,
    hidden: Collection[UUID],
) -> list[ToReview]:
    places = [(place_of(cases[w.case_id], w.monday), w) for w in waiting if w.case_id in cases]
    claims = find_claims(db, by=by, cases=in_reach)
    snoozes = find_snoozes(db, cases=in_reach)
    explained = explain(db, cases=in_reach, weeks=places, hidden=hidden)
    return [
        ToReview(
            found.place,
            found.week,
            found.undecided,
            found.reasons,
            claim=claim if claim and _counts(claim, found.week) else None,
            snooze=snoozes.get(found.week.id),
            ran_out=claim if claim and not found.week.writer_id and not _counts(claim, found.week) else None,
        )
        for found in sorted(explained, key=_order)
        for claim in [claims.get(found.week.id)]
    ]


def _counts(claim: Claim, week: WaitingWeek) -> bool:
    """Whether it lives, or was the way to the draft that is being written."""
    return claim.expires_at > now() or claim.person_id == week.writer_id


def _order(found: Explained) -> tuple[object, ...]:
    place = found.place
    order = order_from(place.case.team.queue_order)
    return (place.due, place.case.team.name, urgency(found.reasons, order), place.case.reference)


def _back_at(row: ToReview) -> datetime:
    return row.snooze.until if row.snooze else row.place.due


def _fits(row: ToReview, filters: Filters, by: Person) -> bool:
    if filters.state not in (None, _state_of(row)):
        return False
    if filters.holder not in (None, _holder_of(row, by)):
        return False
    return filters.why is None or any(reason.why is filters.why for reason in row.reasons)


def _state_of(row: ToReview) -> QueueState:
    if row.snooze:
        return QueueState.PUT_OFF
    return QueueState.DRAFT if row.week.writer_id else QueueState.NOT_STARTED


def _holder_of(row: ToReview, by: Person) -> Holder:
    if row.holder_id is None:
        return Holder.NOBODY
    return Holder.ME if row.holder_id == by.id else Holder.SOMEBODY_ELSE
