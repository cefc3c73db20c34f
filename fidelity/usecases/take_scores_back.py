"""Takes back what was brought in of scores, the whole of it; the rows stay as a trace."""

from uuid import UUID

from sqlalchemy import update
from sqlalchemy.orm import Session

from fidelity.permissions import Deed
from fidelity.usecases import audit, guard
from fidelity.usecases.errors import NotFound
from models import Person, ScoreImport, now


def take_scores_back(db: Session, *, by: Person, team_id: UUID, import_id: UUID) -> None:
    """They count nowhere any more. A second time changes nothing."""
    team = guard.team(db, by, Deed.ENTER_SCORES, team_id)
    found = db.get(ScoreImport, import_id)
    if found is None or found.team_id != team.id:
        raise NotFound
    still_there = update(ScoreImport).where(ScoreImport.id == import_id, ScoreImport.removed_at.is_(None))
    done = db.execute(still_there.values(removed_at=now(), removed_by_id=by.id))
    if done.rowcount:  # type: ignore[attr-defined]
        audit.note(db, by, "took scores back", subject_id=team.id, team_id=team.id)
    db.commit()
