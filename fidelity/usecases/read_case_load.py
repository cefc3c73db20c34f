"""Case-load, length of treatment, weeks without a note, and recordings without agreement, of a team."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session

from fidelity.adherence.coverage import is_open_in
from fidelity.case_load import (
    CaseLoad,
    LoadCase,
    LoadRecording,
    LoadWeek,
    NoteState,
    mondays_back,
)
from fidelity.permissions import Deed, may
from fidelity.standards import Standard, standard_of
from fidelity.usecases import audit, guard
from fidelity.usecases.held_cases import Held, HeldCase, find_held_cases
from fidelity.week_state import Facts, State, due_at, state_of
from models import (
    Case,
    CaseNote,
    CaseNoteRevision,
    Person,
    Recording,
    RecordingStatus,
    Role,
    Team,
    TeamRole,
    Week,
    now,
)

#: How far back notes and recordings are looked at: a quarter.
WEEKS = 13
#: How far back closed cases are: a year, as a quarter closes few.
CLOSED_WITHIN = timedelta(weeks=52)
_STATES = {
    State.HANDED_IN: NoteState.HANDED_IN,
    State.NOTHING: NoteState.NOTHING,
    State.LATE: NoteState.MISSING,
}


@dataclass(frozen=True)
class CaseLoadPage:
    """``therapists`` by name: who holds the role today, and whoever else holds a case."""

    team: Team
    standard: Standard
    since: date
    load: CaseLoad
    therapists: Sequence[tuple[UUID, str]]
    #: Whether the person may change what is expected.
    may_choose: bool


def read_case_load(db: Session, *, by: Person, team_id: UUID) -> CaseLoadPage:
    """As of today. The same number of queries however many cases there are."""
    team = guard.team(db, by, Deed.SEE_CASE_LOAD, team_id)
    today = date.today()
    mondays = mondays_back(today, WEEKS)
    cases = _cases(db, team_id, today)
    names = _therapists(db, team_id, today) | {
        held.person_id: held.name
        for case in cases.values()
        if case.closed_on is None or case.closed_on >= today
        for held in case.held
        if _holds(held, today)
    }
    audit.note_reading(db, by, "read case-load", subject_id=team_id, team_id=team_id)
    return CaseLoadPage(
        team=team,
        standard=standard_of(team.variant, team.standard),
        may_choose=may(by, Deed.CHOOSE_STANDARD, team_id=team_id),
        since=mondays[0],
        load=CaseLoad(
            today,
            [_as_load(case, today) for case in cases.values()],
            _weeks(db, team, cases, mondays),
            _recordings(db, cases, mondays[0]),
        ),
        therapists=sorted(names.items(), key=lambda each: (each[1], str(each[0]))),
    )


def _therapists(db: Session, team_id: UUID, today: date) -> dict[UUID, str]:
    held = (
        select(Person.id, Person.name)
        .join(TeamRole, TeamRole.person_id == Person.id)
        .where(
            TeamRole.team_id == team_id,
            TeamRole.role == Role.THERAPIST,
            TeamRole.starts_on <= today,
            or_(TeamRole.ends_on.is_(None), TeamRole.ends_on >= today),
            Person.active,
        )
    )
    return dict(db.execute(held).all())


def _cases(db: Session, team_id: UUID, today: date) -> dict[UUID, HeldCase]:
    """Open today, or closed within a year, by reference."""
    of_team = (
        Case.team_id == team_id,
        Case.opened_on <= today,
        or_(Case.closed_on.is_(None), Case.closed_on >= today - CLOSED_WITHIN),
    )
    return {case.id: case for case in find_held_cases(db, *of_team)}


def _as_load(case: HeldCase, today: date) -> LoadCase:
    day = min(case.closed_on or today, today)
    holders = frozenset(held.person_id for held in case.held if _holds(held, day))
    return LoadCase(case.id, case.reference, case.opened_on, case.closed_on, holders)


def _holds(held: Held, day: date) -> bool:
    return held.starts_on <= day and (held.ends_on is None or held.ends_on >= day)


def _weeks(
    db: Session, team: Team, cases: Mapping[UUID, HeldCase], mondays: Sequence[date]
) -> list[LoadWeek]:
    """Newest first. What is not due yet, and has no reason and no note, is not among them."""
    has_note = exists().where(CaseNote.week_id == Week.id, CaseNoteRevision.note_id == CaseNote.id)
    rows: dict[tuple[UUID, date], Any] = {
        (row.case_id, row.starts_on): row
        for row in db.execute(
            select(Week.case_id, Week.starts_on, Week.nothing_because, has_note.label("has_note")).where(
                Week.case_id.in_(cases), Week.starts_on.between(mondays[0], mondays[-1])
            )
        )
    }
    found, moment = [], now()
    for monday in reversed(mondays):
        for case in cases.values():
            if not is_open_in(monday, opened_on=case.opened_on, closed_on=case.closed_on):
                continue
            row = rows.get((case.id, monday))
            facts = Facts(
                due=due_at(
                    monday,
                    weekday=team.consultation_weekday,
                    at=team.consultation_time,
                    opened_on=case.opened_on,
                ),
                is_handed_in=bool(row and row.has_note),
                is_nothing=bool(row and row.nothing_because is not None),
            )
            if state := _STATES.get(state_of(facts, moment=moment)):
                reason = row.nothing_because if row and state is NoteState.NOTHING else None
                holders = frozenset(h.person_id for h in case.held if case.is_held_in(monday, h.person_id))
                found.append(LoadWeek(case.id, case.reference, monday, state, reason, holders))
    return found


def _recordings(db: Session, cases: Mapping[UUID, HeldCase], since: date) -> list[LoadRecording]:
    """Newest first. What was cancelled before anybody heard it is none."""
    rows = db.execute(
        select(
            Recording.id,
            Recording.case_id,
            Recording.visited_on,
            Recording.status,
            Recording.is_learning_agreed,
        )
        .where(
            Recording.case_id.in_(cases),
            Recording.visited_on >= since,
            Recording.status != RecordingStatus.CANCELLED,
        )
        .order_by(Recording.visited_on.desc(), Recording.id)
    )
    return [
        LoadRecording(
            key,
            cases[case_id].reference,
            visited_on,
            status is RecordingStatus.WITHDRAWN,
            is_agreed,
            frozenset(held.person_id for held in cases[case_id].held if _holds(held, visited_on)),
        )
        for key, case_id, visited_on, status, is_agreed in rows
    ]
