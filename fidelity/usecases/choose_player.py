"""Keeps how a person likes to listen, as the player itself sends it when something of it is changed."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from fidelity.desk.player import SPEEDS
from fidelity.usecases.errors import InvalidInput
from fidelity.usecases.own_choices import choices_to_change
from models import Person

_YES_OR_NO = {"yes": True, "no": False}


def choose_player(db: Session, *, by: Person, chosen: Mapping[str, str]) -> None:
    """``chosen``: ``speed``, ``skips_silence`` and ``follows``, or some of them. What is left out stays."""
    kept: dict[str, float | bool] = {}
    for name in ("skips_silence", "follows"):
        if name in chosen and chosen[name] in _YES_OR_NO:
            kept[name] = _YES_OR_NO[chosen[name]]
        elif name in chosen:
            raise InvalidInput({name: "Say yes or no"})
    if "speed" in chosen:
        by_name = {f"{speed:g}": speed for speed in SPEEDS}
        if chosen["speed"] not in by_name:
            raise InvalidInput({"speed": f"Choose a speed between {SPEEDS[0]:g} and {SPEEDS[-1]:g}"})
        kept["speed"] = by_name[chosen["speed"]]
    row = choices_to_change(db, by)
    row.player = {**row.player, **kept}
    db.commit()
