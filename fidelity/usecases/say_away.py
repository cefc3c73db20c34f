"""Says when a consultant is away from a team and who covers, or that it is not so after all."""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from fidelity.permissions import Deed
from fidelity.usecases import audit, guard
from fidelity.usecases.answers import Answers, said
from fidelity.usecases.errors import NotAllowed, NotFound
from fidelity.usecases.list_absences import list_absences, may_say_anybodys
from models import Absence, Person, Team, now

_LONGEST = timedelta(days=366)


def say_away(
    db: Session,
    *,
    by: Person,
    team_id: UUID,
    person_id: UUID | None,
    covered_by_id: UUID | None,
    starts_on: str,
    ends_on: str,
) -> Absence:
    """Days as typed, both counted. A consultant says it of themselves; a supervisor of every consultant."""
    guard.team(db, by, Deed.MANAGE_ABSENCES, team_id)
    # Two that are said in the same moment come one after the other, so that the later sees the earlier.
    db.execute(select(Team.id).where(Team.id == team_id).with_for_update())
    page = list_absences(db, by=by, team_id=team_id)
    answers = Answers()
    person = _one_of(page.people, person_id)
    cover = _one_of(page.covers, covered_by_id)
    if person is None:
        answers.refuse("person", "Select who is away")
    if cover is None:
        answers.refuse("covered_by", "Select who covers")
    elif person and cover.id == person.id:
        answers.refuse("covered_by", "Select somebody else to cover")
    first = answers.day("starts_on", starts_on, missing="Enter the first day away")
    last = answers.day("ends_on", ends_on, missing="Enter the last day away")
    answers.check()
    if last < first:
        answers.refuse("ends_on", "The last day cannot be before the first")
    elif last < date.today():
        answers.refuse("ends_on", "The last day is over already")
    elif last - first > _LONGEST:
        answers.refuse("ends_on", "Choose a last day within a year of the first")
    answers.check()
    assert person is not None  # noqa: S101  # or it was refused
    assert cover is not None  # noqa: S101
    for there in page.standing:
        is_then = there.starts_on <= last and first <= there.ends_on
        if is_then and there.person_id == person.id:
            days = f"{said(there.starts_on)} to {said(there.ends_on)}"
            answers.refuse("starts_on", f"{person.name} is away already from {days}. Call that off first")
        if is_then and there.person_id == cover.id:
            answers.refuse("covered_by", f"{cover.name} is away from {said(there.starts_on)}")
    answers.check()

    absence = Absence(
        team_id=team_id,
        person_id=person.id,
        covered_by_id=cover.id,
        said_by_id=by.id,
        starts_on=first,
        ends_on=last,
    )
    db.add(absence)
    audit.note(db, by, "said who is away", subject_id=person.id, team_id=team_id)
    db.commit()
    return absence


def call_off(db: Session, *, by: Person, team_id: UUID, absence_id: UUID) -> Absence:
    """From now on it does not count. What was begun meanwhile stays with whoever began it."""
    guard.team(db, by, Deed.MANAGE_ABSENCES, team_id)
    absence = db.scalar(select(Absence).filter_by(id=absence_id, team_id=team_id))
    if absence is None:
        raise NotFound
    if absence.person_id != by.id and not may_say_anybodys(by, team_id):
        raise NotAllowed
    if absence.removed_at is None:
        absence.removed_at = now()
        audit.note(db, by, "called absence off", subject_id=absence.person_id, team_id=team_id)
        db.commit()
    return absence


def _one_of(people: Sequence[Person], key: UUID | None) -> Person | None:
    return next((person for person in people if person.id == key), None)
