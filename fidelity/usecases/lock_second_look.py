"""What sharing out second ratings begins with: the wish for one, for one person at a time."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from fidelity.permissions import Deed
from fidelity.usecases import guard
from fidelity.usecases.errors import NotFound
from fidelity.usecases.second_look_of import second_look_of
from models import Case, Person, SecondLook, Week


@dataclass(frozen=True)
class LockedLook:
    """Until the transaction ends: whoever else asks in this moment waits, and then sees what was done."""

    case: Case
    week: Week
    look: SecondLook


def lock_second_look(db: Session, by: Person, case_id: UUID, monday: date) -> LockedLook:
    """For who may rate the week a second time. NotFound where no second rating is wanted."""
    case, week = guard.week(db, by, Deed.RATE_SECOND, case_id, monday)
    if week is None:
        raise NotFound
    db.execute(select(Week.id).where(Week.id == week.id).with_for_update())
    look = second_look_of(db, week.id)
    if look is None:
        raise NotFound
    db.refresh(look)
    return LockedLook(case, week, look)
