"""A person's own keys at the desk, and how the player goes on for them."""

from collections.abc import Mapping

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from fidelity.desk.deeds import FIXED, Group
from fidelity.desk.keys import PLACES, bindings
from fidelity.desk.player import REWINDS, player_choices
from fidelity.usecases.choose_keys import choose_keys, usual_keys
from fidelity.usecases.choose_player import choose_player
from fidelity.usecases.errors import InvalidInput
from fidelity.usecases.own_choices import read_choices
from fidelity.web.deps import db, me

bp = Blueprint("keys", __name__, url_prefix="/account")


@bp.route("/keys", methods=["GET", "POST"])
def edit() -> ResponseReturnValue:
    """Which key does what, and other keys instead."""
    if request.method == "GET":
        kept = read_choices(db(), me())
        rewind = str(player_choices(kept.player).rewind_seconds)
        return _page(bindings(kept.desk_keys), rewind, {})
    typed = {place: request.form[place] for place in PLACES if place in request.form}
    rewind = request.form.get("rewind", "")
    try:
        choose_keys(db(), by=me(), typed=typed, rewind=rewind)
    except InvalidInput as error:
        return _page({place: typed.get(place, "") for place in PLACES}, rewind, error.messages), 422
    flash("Your keys are kept. They count from the next page on.")
    return redirect(url_for(".edit"), code=303)


@bp.post("/keys/usual")
def usual() -> ResponseReturnValue:
    """Give up what was chosen."""
    usual_keys(db(), by=me())
    flash("Every key is as usual again.")
    return redirect(url_for(".edit"), code=303)


@bp.post("/player")
def player() -> ResponseReturnValue:
    """What the player was set to."""
    try:
        choose_player(db(), by=me(), chosen=request.form)
    except InvalidInput as error:
        return {"errors": error.messages}, 422
    return "", 204


def _page(keys: Mapping[str, str], rewind: str, errors: Mapping[str, str]) -> str:
    return render_template(
        "account/keys.html",
        keys=keys,
        places=PLACES,
        groups=Group,
        fixed=FIXED,
        rewind=rewind,
        rewinds=REWINDS,
        errors=errors,
    )
