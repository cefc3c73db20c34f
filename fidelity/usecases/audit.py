"""Notes who did, read or played what. Never with content."""

from uuid import UUID

from sqlalchemy.orm import Session

from models import AuditEntry, Person


def note(
    db: Session, by: Person | None, what: str, *, subject_id: UUID | None, team_id: UUID | None = None
) -> None:
    """Add an entry to the transaction of the deed itself: both happen or neither."""
    db.add(AuditEntry(person_id=by and by.id, what=what, subject_id=subject_id, team_id=team_id))


def note_reading(
    db: Session, by: Person, what: str, *, subject_id: UUID | None, team_id: UUID | None = None
) -> None:
    """Add an entry on a connection of its own, because a page that reads holds no right to write."""
    with Session(db.get_bind().execution_options(writes=True)) as own:
        note(own, by, what, subject_id=subject_id, team_id=team_id)
        own.commit()
