"""Somebody says that a week of the queue is theirs, or gives it back."""

from datetime import date, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from fidelity.usecases import audit
from fidelity.usecases.end_claims import end_claims, end_snoozes
from fidelity.usecases.errors import InvalidInput
from fidelity.usecases.find_covers import consultants_of, may_review_first
from fidelity.usecases.lock_week import LockedWeek, lock_week
from fidelity.usecases.own_work import refuse_own_work
from fidelity.usecases.second_look_of import refuse_second_rater
from fidelity.usecases.start_review import not_theirs_to_begin
from models import Claim, Person, now


def claim_week(db: Session, *, by: Person, case_id: UUID, monday: date, hours: int) -> Claim:
    """Theirs for so many hours; the claim that lives already will do.

    InvalidInput says who was faster, or who reviews this team first. What was put off is awake again.
    """
    locked = lock_week(db, by, case_id, monday)
    refuse_unless_reviewer(db, by, locked)
    locked.refuse_if_held_by_another(by)
    if locked.draft:
        raise InvalidInput({"share": "You have begun this review already, so the week is yours"})
    if locked.claim:
        return locked.claim
    end_claims(db, locked.week.id)
    end_snoozes(db, locked.week.id, by)
    claim = Claim(week_id=locked.week.id, person_id=by.id, expires_at=now() + timedelta(hours=hours))
    db.add(claim)
    audit.note(db, by, "claimed week", subject_id=locked.week.id, team_id=locked.case.team_id)
    db.commit()
    return claim


def give_back_week(db: Session, *, by: Person, case_id: UUID, monday: date) -> None:
    """Anybody's again. InvalidInput where it is not theirs to give, or where the review has begun."""
    locked = lock_week(db, by, case_id, monday)
    if locked.draft and locked.draft.by_id == by.id:
        raise InvalidInput(
            {"share": "You have begun this review. Hand it over, so that nothing in it is lost"}
        )
    locked.refuse_if_held_by_another(by)
    if locked.claim is None:
        return
    end_claims(db, locked.week.id)
    audit.note(db, by, "gave week back", subject_id=locked.week.id, team_id=locked.case.team_id)
    db.commit()


def refuse_unless_reviewer(db: Session, by: Person, locked: LockedWeek) -> None:
    """InvalidInput that says who reviews the team first, and how one can cover; or that they rate second."""
    if not may_review_first(db, by, locked.case.team_id):
        raise InvalidInput({"share": not_theirs_to_begin(consultants_of(db, locked.case.team_id))})
    refuse_own_work(locked.case, locked.week.starts_on, by, field="share")
    refuse_second_rater(db, by, locked.week)
