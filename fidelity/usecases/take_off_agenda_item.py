"""Takes an item off a consultation's agenda, or puts it there: back, or what was not offered."""

from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from fidelity.usecases import audit
from fidelity.usecases.agenda_row import agenda_row
from models import AgendaItem, Person, now


def take_off_agenda_item(
    db: Session, *, by: Person, team_id: UUID, monday: date, key: str, is_off: bool
) -> AgendaItem:
    """What was said of it, its place and its tick stay for when it is put back. Twice is once."""
    row, _ = agenda_row(db, by=by, team_id=team_id, monday=monday, key=key)
    if is_off is not (row.removed_at is not None):
        row.removed_at = now() if is_off else None
        what = "took item off agenda" if is_off else "put item back on agenda"
        audit.note(db, by, what, subject_id=row.id, team_id=team_id)
    db.commit()
    return row
