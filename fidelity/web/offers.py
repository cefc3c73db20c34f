"""Which of the machine's suggestions a team is shown."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from fidelity.permissions import Deed
from fidelity.usecases import guard
from fidelity.usecases.choose_offer import choose_offer
from fidelity.usecases.errors import InvalidInput
from fidelity.web.deps import db, me
from models import Offer

bp = Blueprint("offers", __name__)


@bp.route("/teams/<uuid:team_id>/offer", methods=["GET", "POST"])
def edit(team_id: UUID) -> ResponseReturnValue:
    """Fewer and surer, the usual, or more; and what each costs."""
    team = guard.team(db(), me(), Deed.CHOOSE_SUGGESTIONS, team_id)
    if request.method == "GET":
        return render_template(
            "offers/edit.html", team=team, chosen=team.offer.value, offers=Offer, errors={}
        )
    chosen = request.form.get("offer", "")
    try:
        choose_offer(db(), by=me(), team_id=team_id, offer=chosen)
    except InvalidInput as error:
        page = {"team": team, "chosen": chosen, "offers": Offer, "errors": error.messages}
        return render_template("offers/edit.html", **page), 422
    flash("The choice has been kept. It counts at once, also for reviews that are being written.")
    return redirect(url_for("teams.show", team_id=team_id), 303)
