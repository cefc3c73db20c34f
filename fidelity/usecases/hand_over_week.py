"""Gives a week of the queue to somebody else, with its draft if there is one, and a line of why."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from fidelity.usecases import audit
from fidelity.usecases.answers import Answers
from fidelity.usecases.claim_week import refuse_unless_reviewer
from fidelity.usecases.end_claims import end_claims
from fidelity.usecases.errors import InvalidInput
from fidelity.usecases.find_covers import covers_on, first_raters
from fidelity.usecases.lock_week import LockedWeek, lock_week
from fidelity.usecases.own_work import held_in_week
from models import Claim, Person, Rater, Review, SecondLook, now


@dataclass(frozen=True)
class HandOver:
    """A week that is theirs to give, and to whom it can go."""

    locked: LockedWeek
    people: Sequence[Person]


def find_hand_over(db: Session, *, by: Person, case_id: UUID, monday: date) -> HandOver:
    """InvalidInput where the week is not theirs."""
    locked = lock_week(db, by, case_id, monday)
    locked.refuse_if_held_by_another(by)
    if locked.holder is None:
        raise InvalidInput({"share": "This week is nobody’s yet. Whoever wants it can take it"})
    second = select(Review.by_id).filter_by(week_id=locked.week.id, rater=Rater.SECOND)
    asked = select(SecondLook.given_to_id).filter_by(week_id=locked.week.id)
    not_these = {by.id, db.scalar(second), db.scalar(asked)}
    people = [
        person
        for person in first_raters(db, locked.case.team_id)
        if person.id not in not_these and not held_in_week(locked.case, monday, person)
    ]
    return HandOver(locked, people)


def hand_over_week(
    db: Session, *, by: Person, case_id: UUID, monday: date, to_id: UUID | None, why: str, hours: int
) -> Person:
    """Who has it now. Theirs until the consultation, but at least for so many hours.

    What stands in a draft stays as it is, each mark and comment with who made it; only its writer changes.
    """
    found = find_hand_over(db, by=by, case_id=case_id, monday=monday)
    answers = Answers()
    to = next((person for person in found.people if person.id == to_id), None)
    if to is None:
        answers.refuse("to", "Select who takes it over")
    because = answers.text("why", why, name="The line", missing="Write a line for whoever takes it over")
    answers.check()
    assert to is not None  # noqa: S101  # or it was refused

    until = max(now() + timedelta(hours=hours), found.locked.due)
    claim = Claim(
        week_id=found.locked.week.id,
        person_id=to.id,
        given_by_id=by.id,
        handed_over_with=because,
        expires_at=until,
    )
    _pass_on(db, found.locked, by=by, claim=claim)
    return to


def take_over_week(db: Session, *, by: Person, case_id: UUID, monday: date, hours: int) -> None:
    """From somebody who is away, by who covers for them; or from who reviews in this team no more."""
    locked = lock_week(db, by, case_id, monday)
    refuse_unless_reviewer(db, by, locked)
    holder = locked.holder
    if holder is None or holder.id == by.id or not _is_to_be_had(db, locked, by, holder):
        locked.refuse_if_held_by_another(by)
        raise InvalidInput({"share": "There is nothing to take over: the week is yours or nobody’s"})
    until = now() + timedelta(hours=hours)
    _pass_on(db, locked, by=by, claim=Claim(week_id=locked.week.id, person_id=by.id, expires_at=until))


def _pass_on(db: Session, locked: LockedWeek, *, by: Person, claim: Claim) -> None:
    end_claims(db, locked.week.id)
    db.add(claim)
    what = "handed over" if claim.given_by_id else "took over"
    if locked.draft:
        locked.draft.by_id = claim.person_id
        audit.note(db, by, f"{what} review", subject_id=locked.draft.id, team_id=locked.case.team_id)
    else:
        audit.note(db, by, f"{what} week", subject_id=locked.week.id, team_id=locked.case.team_id)
    db.commit()
    if locked.draft:
        db.refresh(locked.draft)


def _is_to_be_had(db: Session, locked: LockedWeek, by: Person, holder: Person) -> bool:
    team_id = locked.case.team_id
    if all(person.id != holder.id for person in first_raters(db, team_id)):
        return True
    return any(a.person_id == holder.id and a.covered_by_id == by.id for a in covers_on(db, [team_id]))
