"""What a therapist needs to write the note of a week."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from fidelity.permissions import Deed
from fidelity.usecases import audit, guard
from fidelity.usecases.find_agreed import AgreedBefore, find_agreed
from fidelity.usecases.note_state import NoteState, state_of
from fidelity.usecases.read_kept_note import kept_of_week
from fidelity.usecases.week_of import check_week
from models import Case, KeptWords, Person, Week


@dataclass(frozen=True)
class OpenNote:
    """The case, the week (nothing while it has no row) and where the note stands."""

    case: Case
    monday: date
    week: Week | None
    state: NoteState
    #: What was agreed for this week, and what became of it.
    agreed: AgreedBefore | None
    #: Words whose save was refused, until somebody has looked at both versions.
    kept: Sequence[KeptWords]


def open_note(db: Session, *, by: Person, case_id: UUID, monday: date) -> OpenNote:
    """Where the note stands, made ready to write on. Raises WeekNotOpen for a week that cannot have one."""
    note = reopen_note(db, by=by, case_id=case_id, monday=monday)
    subject_id = note.week.id if note.week else note.case.id
    audit.note_reading(db, by, "opened note to write", subject_id=subject_id, team_id=note.case.team_id)
    return note


def reopen_note(db: Session, *, by: Person, case_id: UUID, monday: date) -> OpenNote:
    """The same for who has it before them already and sent something that was not right."""
    case, week = guard.week(db, by, Deed.WRITE_NOTE, case_id, monday)
    check_week(case, monday)
    agreed = find_agreed(db, by, case, monday)
    return OpenNote(case, monday, week, state_of(db, case_id, monday), agreed, kept_of_week(db, week))
