"""Puts an item of a consultation's agenda at another place."""

from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from fidelity.agenda.order import moved
from fidelity.usecases.agenda_row import begin_row, lock_agenda
from fidelity.usecases.errors import NotFound
from fidelity.usecases.read_agenda import make_agenda
from models import AgendaItem, Person


def move_agenda_item(db: Session, *, by: Person, team_id: UUID, monday: date, key: str, before: str) -> None:
    """Put it before another item, or at the end (``before`` empty). NotFound if it is not on the agenda.

    The other is named, not counted: whoever moves something while somebody else does, too, still means the
    same place. Is the other gone meanwhile, nothing moves.
    """
    lock_agenda(db, by=by, team_id=team_id)
    agenda = make_agenda(db, by=by, team_id=team_id, monday=monday)
    order = agenda.order
    if key not in order:
        raise NotFound
    rest = [each for each in order if each != key]
    if before and before not in rest:
        return
    place = rest.index(before) if before else len(rest)
    kept = moved(order, agenda.positions, key, place)
    rows = {
        row.key: row for row in db.scalars(select(AgendaItem).filter_by(team_id=team_id, monday=monday)).all()
    }
    for each, position in kept.items():
        row = rows.get(each) or begin_row(db, by=by, team_id=team_id, monday=monday, key=each)
        row.position = position
    db.commit()
