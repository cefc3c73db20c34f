"""Finds the row of an agenda's item for somebody who changes it, or begins it."""

from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from fidelity.agenda.items import Item
from fidelity.permissions import Deed
from fidelity.usecases import guard
from fidelity.usecases.errors import NotFound
from fidelity.usecases.hidden_agenda_items import keys_hidden_from
from fidelity.usecases.read_agenda import make_agenda
from models import AgendaItem, Person, Team


def agenda_row(
    db: Session, *, by: Person, team_id: UUID, monday: date, key: str, wants_item: bool = False
) -> tuple[AgendaItem, Item | None]:
    """The row of an item, locked with its agenda, and the item where it was looked for and is there.

    NotFound for what neither stands on the agenda nor ever did. So is what is made from feedback that the
    person must not know yet. Any other item that has a row is found even if what it was made from is gone
    meanwhile: what somebody says of it during the call is kept.
    """
    lock_agenda(db, by=by, team_id=team_id)
    row = db.scalar(select(AgendaItem).filter_by(team_id=team_id, monday=monday, key=key))
    if row is not None:
        if key in keys_hidden_from(db, by=by, team_id=team_id, monday=monday):
            raise NotFound
        if not wants_item:
            return row, None
    agenda = make_agenda(db, by=by, team_id=team_id, monday=monday)
    lines = (*agenda.lines, *agenda.off, *agenda.more, *agenda.close)
    item = next((line.item for line in lines if line.item.key == key), None)
    if row is None:
        if item is None:
            raise NotFound
        row = begin_row(db, by=by, team_id=team_id, monday=monday, key=key)
    return row, item


def begin_row(db: Session, *, by: Person, team_id: UUID, monday: date, key: str) -> AgendaItem:
    """A row for an item that is known to stand on the agenda, and has none yet."""
    row = AgendaItem(team_id=team_id, monday=monday, key=key, by_id=by.id)
    db.add(row)
    db.flush()
    return row


def lock_agenda(db: Session, *, by: Person, team_id: UUID) -> Team:
    """Until the transaction ends: two people who touch the same item for the first time take turns."""
    team = guard.team(db, by, Deed.RUN_CONSULTATION, team_id)
    db.execute(select(Team.id).where(Team.id == team.id).with_for_update())
    return team
