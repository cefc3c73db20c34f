"""Takes a term off a team's list. It stays on record, and transcripts stay as they are."""

from uuid import UUID

from sqlalchemy.orm import Session

from fidelity.permissions import Deed
from fidelity.usecases import audit, guard
from fidelity.usecases.errors import NotFound
from models import Person, TeamTerm, now


def remove_term(db: Session, *, by: Person, team_id: UUID, term_id: UUID) -> TeamTerm:
    """The recogniser is not told of it any more. Removing twice is removing once."""
    team = guard.team(db, by, Deed.MANAGE_TERMS, team_id)
    row = db.get(TeamTerm, term_id, with_for_update=True)
    if row is None or row.team_id != team.id:
        raise NotFound
    if row.removed_at is None:
        row.removed_at, row.removed_by_id = now(), by.id
        audit.note(db, by, "removed a term", subject_id=team.id, team_id=team.id)
    db.commit()
    return row
