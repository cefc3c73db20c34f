"""What has been ticked off and said in a consultation so far, for a page that is open during the call."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from fidelity.permissions import Deed
from fidelity.usecases import guard
from fidelity.usecases.hidden_agenda_items import keys_hidden_from
from models import AgendaItem, Person


@dataclass(frozen=True, slots=True)
class Tick:
    """One item that somebody has touched."""

    key: str
    ticked_at: datetime | None
    ticked_by: str
    outcome: str


def read_agenda_ticks(db: Session, *, by: Person, team_id: UUID, monday: date) -> Sequence[Tick]:
    """Of items that have not been taken off. Reads few weeks, so that it can be asked often.

    Left out is what is made from feedback that the person must not know yet.
    """
    guard.team(db, by, Deed.RUN_CONSULTATION, team_id)
    hidden = keys_hidden_from(db, by=by, team_id=team_id, monday=monday)
    rows = db.execute(
        select(AgendaItem.key, AgendaItem.ticked_at, Person.name, AgendaItem.outcome)
        .outerjoin(Person, Person.id == AgendaItem.ticked_by_id)
        .where(AgendaItem.team_id == team_id, AgendaItem.monday == monday, AgendaItem.removed_at.is_(None))
    )
    return [
        Tick(key, ticked_at, name or "", outcome)
        for key, ticked_at, name, outcome in rows
        if key not in hidden
    ]
