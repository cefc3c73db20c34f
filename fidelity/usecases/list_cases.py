"""The cases whose references a person may know, for the command line."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from fidelity.permissions import Deed, may
from models import Case, Person


def list_cases(db: Session, *, by: Person | None, team_id: UUID | None = None) -> Sequence[Case]:
    """By reference; of one team, or of all."""
    wanted = select(Case).order_by(Case.reference)
    if team_id is not None:
        wanted = wanted.filter_by(team_id=team_id)
    return [case for case in db.scalars(wanted) if by is None or may(by, Deed.LIST_CASES, case=case)]
