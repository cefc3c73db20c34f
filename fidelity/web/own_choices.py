"""What the player and the desk of a page know of the person in front of them; asked once in a request."""

from typing import Any

from flask import g

from fidelity.desk.keys import bindings
from fidelity.desk.player import player_choices
from fidelity.usecases.own_choices import read_choices
from fidelity.web.deps import db, me
from models import PersonChoices


def own_keys() -> dict[str, str]:
    """Place → key, as ``fidelity.desk.keys`` names them."""
    return bindings(_kept().desk_keys)


def own_player() -> dict[str, Any]:
    """How they like to listen."""
    return player_choices(_kept().player).as_kept()


def _kept() -> PersonChoices:
    if "own_choices" not in g:
        g.own_choices = read_choices(db(), me())
    kept: PersonChoices = g.own_choices
    return kept
