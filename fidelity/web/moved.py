"""What seeing suggestions changes: ratings before looking, and since."""

from uuid import UUID

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from fidelity.adherence.moved import FLOOR_REVIEWS
from fidelity.usecases.read_moved import read_moved
from fidelity.web.deps import db, me

bp = Blueprint("moved", __name__)


@bp.get("/teams/<uuid:team_id>/moved")
def show(team_id: UUID) -> ResponseReturnValue:
    """One's own first, then the team's together; the rows behind one of the two."""
    is_own = request.args.get("whose") != "team"
    page = request.args.get("page", 1, type=int)
    found = read_moved(db(), by=me(), team_id=team_id, is_own=is_own, page=page)
    return render_template("moved/show.html", found=found, floor=FLOOR_REVIEWS)
