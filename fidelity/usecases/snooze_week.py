"""Puts a week of the queue off until a day, with the reason, or wakes it early."""

from datetime import date, datetime, time, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from fidelity.consultation import LOCAL, clock_time
from fidelity.usecases import audit
from fidelity.usecases.answers import Answers, said
from fidelity.usecases.claim_week import refuse_unless_reviewer
from fidelity.usecases.end_claims import end_snoozes
from fidelity.usecases.find_claims import snooze_of
from fidelity.usecases.lock_week import LockedWeek, lock_week
from models import Person, Snooze, now

#: A week cannot be put off for longer.
LONGEST_DAYS = 56


def snooze_week(
    db: Session,
    *,
    by: Person,
    case_id: UUID,
    monday: date,
    until: str,
    reason: str,
    is_beyond_agreed: bool,
) -> Snooze:
    """As typed. It comes back in the first minute of the day ``until``, a day as ``2026-11-19``.

    A day after the consultation wants ``is_beyond_agreed``. What was put off before is put off anew; the
    same again, as after a double click, is once.
    """
    locked = find_snooze(db, by=by, case_id=case_id, monday=monday)
    answers = Answers()
    day = answers.day("until", until, missing="Enter the day on which the week comes back")
    because = answers.text("reason", reason, name="The reason", missing="Say why the week is put off")
    answers.check()
    today = now().astimezone(LOCAL).date()
    if day <= today:
        answers.refuse("until", "Choose a day after today")
    elif day > today + timedelta(days=LONGEST_DAYS):
        answers.refuse("until", f"Choose a day no later than {said(today + timedelta(days=LONGEST_DAYS))}")
    answers.check()
    moment = datetime.combine(day, time(), LOCAL)
    if now() < locked.due < moment and not is_beyond_agreed:
        at = locked.due.astimezone(LOCAL)
        answers.refuse(
            "is_beyond",
            f"That is after the consultation on {said(at.date())} at {clock_time(at.time())}. "
            "Choose an earlier day, or say that it may come back after it",
        )
    answers.check()

    last = snooze_of(db, locked.week.id)
    if last is not None and (last.by_id, last.until, last.reason) == (by.id, moment, because):
        return last
    end_snoozes(db, locked.week.id, by)
    snooze = Snooze(week_id=locked.week.id, by_id=by.id, until=moment, reason=because)
    db.add(snooze)
    audit.note(db, by, "put week off", subject_id=locked.week.id, team_id=locked.case.team_id)
    db.commit()
    return snooze


def find_snooze(db: Session, *, by: Person, case_id: UUID, monday: date) -> LockedWeek:
    """A week that this person may put off. InvalidInput says why not."""
    locked = lock_week(db, by, case_id, monday)
    refuse_unless_reviewer(db, by, locked)
    locked.refuse_if_held_by_another(by)
    return locked


def wake_week(db: Session, *, by: Person, case_id: UUID, monday: date) -> None:
    """Back in the queue now. Nothing happens to a week that is awake."""
    locked = lock_week(db, by, case_id, monday)
    end_snoozes(db, locked.week.id, by)
    audit.note(db, by, "woke week", subject_id=locked.week.id, team_id=locked.case.team_id)
    db.commit()
