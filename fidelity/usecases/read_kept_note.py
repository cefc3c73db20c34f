"""Words of a note that were typed while its draft moved on elsewhere, beside what stands now."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from fidelity.permissions import Deed
from fidelity.usecases import audit, guard
from fidelity.usecases.errors import NotFound
from fidelity.usecases.note_state import NoteState, state_of
from models import CaseNote, KeptWords, Person, Week


def read_kept_note(
    db: Session, *, by: Person, case_id: UUID, monday: date, kept_id: UUID
) -> tuple[KeptWords, NoteState]:
    """For whoever may write the note: any of its therapists. Settled ones can still be read."""
    case, week = guard.week(db, by, Deed.WRITE_NOTE, case_id, monday)
    kept = db.get(KeptWords, kept_id)
    if kept is None or week is None or kept.note_id != _note_id(db, week):
        raise NotFound
    audit.note_reading(db, by, "opened note to write", subject_id=week.id, team_id=case.team_id)
    return kept, state_of(db, case_id, monday)


def kept_of_week(db: Session, week: Week | None) -> Sequence[KeptWords]:
    """What still waits for somebody to look at both versions, oldest first."""
    if week is None:
        return ()
    rows = select(KeptWords).join(CaseNote, CaseNote.id == KeptWords.note_id)
    of_week = rows.where(CaseNote.week_id == week.id, KeptWords.settled_at.is_(None))
    return db.scalars(of_week.order_by(KeptWords.created_at, KeptWords.id)).all()


def _note_id(db: Session, week: Week) -> UUID | None:
    return db.scalar(select(CaseNote.id).filter_by(week_id=week.id))
