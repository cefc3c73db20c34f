"""Says why there is nothing in a week, so that missing and nothing-happened are never confused."""

from datetime import date
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from fidelity.casenotes.form import clean
from fidelity.permissions import Deed
from fidelity.usecases import audit, guard
from fidelity.usecases.errors import InvalidInput
from fidelity.usecases.week_of import check_week, week_of
from models import Case, CaseNote, CaseNoteRevision, Person, Recording, RecordingStatus, Week

LONGEST_REASON = 500
#: What the audit log says of it; the week's page tells from there when it was.
SAID_NOTHING = "said nothing happened in week"


def say_nothing_happened(db: Session, *, by: Person, case_id: UUID, monday: date, reason: str) -> Week:
    """Keep the reason. Refused for a week that has a note or a recording."""
    case, _ = open_week(db, by=by, case_id=case_id, monday=monday)
    reason = clean(reason)
    if not reason:
        raise InvalidInput({"reason": "Say why there is nothing this week"})
    if len(reason) > LONGEST_REASON:
        raise InvalidInput({"reason": f"The reason must be {LONGEST_REASON} characters or fewer"})
    week = week_of(db, case, monday)
    if _something_happened(db, week):
        raise InvalidInput({"reason": "This week has a note or a recording, so something happened"})
    week.nothing_because = reason
    week.nothing_said_by_id = by.id
    audit.note(db, by, SAID_NOTHING, subject_id=week.id, team_id=case.team_id)
    db.commit()
    return week


def open_week(db: Session, *, by: Person, case_id: UUID, monday: date) -> tuple[Case, Week | None]:
    """The week, for who may say that nothing happened in it."""
    case, week = guard.week(db, by, Deed.SAY_NOTHING_HAPPENED, case_id, monday)
    check_week(case, monday)
    return case, week


def take_back_nothing(db: Session, *, by: Person, case_id: UUID, monday: date) -> None:
    """The week is open again; safe to call twice."""
    case, week = guard.week(db, by, Deed.SAY_NOTHING_HAPPENED, case_id, monday)
    if week is None or week.nothing_because is None:
        return
    week.nothing_because = week.nothing_said_by_id = None
    audit.note(db, by, "took back that nothing happened in week", subject_id=week.id, team_id=case.team_id)
    db.commit()


def _something_happened(db: Session, week: Week) -> bool:
    note = exists().where(CaseNoteRevision.note_id == CaseNote.id, CaseNote.week_id == week.id)
    recording = exists().where(
        Recording.week_id == week.id,
        Recording.status.not_in((RecordingStatus.WITHDRAWN, RecordingStatus.CANCELLED)),
    )
    return bool(db.scalar(select(note | recording)))
