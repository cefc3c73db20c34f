"""The therapist's first page: what is done and what is still to do this week."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from fidelity.usecases.find_my_week import find_my_week
from fidelity.web.deps import db, me
from fidelity.web.mondays import monday_from

bp = Blueprint("my_week", __name__)


@bp.get("/my-week")
def show() -> ResponseReturnValue:
    """The current week, or an earlier one with ``?week=``."""
    asked = request.args.get("week")
    my_week = find_my_week(db(), by=me(), monday=monday_from(asked) if asked else None)
    return render_template("my_week/show.html", my_week=my_week)
