"""A second rating that somebody has begun goes to somebody else, who starts blind with their own."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from fidelity.permissions import Deed, may
from fidelity.usecases import audit
from fidelity.usecases.errors import InvalidInput, NotFound
from fidelity.usecases.lock_second_look import LockedLook, lock_second_look
from fidelity.usecases.own_work import held_in_week
from fidelity.usecases.second_work import is_worked_on, set_aside
from fidelity.usecases.start_review import first_review, review_of
from fidelity.usecases.team_people import team_people
from models import Person, Rater


@dataclass(frozen=True)
class PassOn:
    """A second rating that is theirs to pass on, and who could take it."""

    locked: LockedLook
    people: Sequence[Person]
    #: Whether something was done in it, which is then kept.
    has_work: bool


def find_pass_on(db: Session, *, by: Person, case_id: UUID, monday: date) -> PassOn:
    """NotFound where it is not theirs, InvalidInput where it is handed in."""
    locked = lock_second_look(db, by, case_id, monday)
    if locked.look.given_to_id != by.id:
        raise NotFound
    if locked.look.done_at is not None:
        raise InvalidInput({"start": "You have handed this second rating in, so it stays yours"})
    first = first_review(db, locked.week.id)
    people = [
        person
        for person in team_people(db, locked.case.team_id)
        if person.id not in {by.id, first.by_id if first else None}
        and may(person, Deed.RATE_SECOND, team_id=locked.case.team_id)
        and not held_in_week(locked.case, monday, person)
    ]
    review = review_of(db, locked.week.id, Rater.SECOND)
    return PassOn(locked, people, review is not None and is_worked_on(db, review))


def pass_on_second(
    db: Session, *, by: Person, case_id: UUID, monday: date, to_id: UUID | None
) -> Person | None:
    """To somebody, or for whoever takes it: ``to_id`` is nothing. Gives who has it now.

    What was written is kept as it is, and stands beside both ratings once they are done.
    """
    found = find_pass_on(db, by=by, case_id=case_id, monday=monday)
    to = next((person for person in found.people if person.id == to_id), None)
    if to_id is not None and to is None:
        raise InvalidInput({"to": "Select who takes it, or anybody"})
    if review := review_of(db, found.locked.week.id, Rater.SECOND):
        set_aside(db, by, review)
    found.locked.look.given_to_id = to.id if to else None
    what, team_id = "passed on a second rating", found.locked.case.team_id
    audit.note(db, by, what, subject_id=found.locked.week.id, team_id=team_id)
    db.commit()
    return to
