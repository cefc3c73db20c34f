"""Chooses which keys do what at the desk, and how far back the player goes when somebody plays on."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from fidelity.desk.keys import choose
from fidelity.desk.player import REWINDS
from fidelity.usecases.errors import InvalidInput
from fidelity.usecases.own_choices import choices_to_change
from models import Person


def choose_keys(db: Session, *, by: Person, typed: Mapping[str, str], rewind: str) -> None:
    """``typed``: a key for each place (``fidelity.desk.keys``), empty for none; ``rewind``: seconds.

    Raises InvalidInput with a sentence for each place whose key cannot be had.
    """
    keys, messages = choose(typed)
    if rewind not in map(str, REWINDS):
        messages["rewind"] = "Select how far the player goes back"
    if messages:
        raise InvalidInput(messages)
    row = choices_to_change(db, by)
    row.desk_keys = keys
    row.player = {**row.player, "rewind_seconds": int(rewind)}
    db.commit()


def usual_keys(db: Session, *, by: Person) -> None:
    """Every key as usual again. The player stays as it was chosen."""
    choices_to_change(db, by).desk_keys = {}
    db.commit()
