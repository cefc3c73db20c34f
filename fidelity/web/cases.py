"""A case: its weeks, and what hangs on each."""

from uuid import UUID

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from fidelity.usecases.find_case import find_case
from fidelity.web.deps import db, me

bp = Blueprint("cases", __name__)


@bp.get("/cases/<uuid:case_id>")
def show(case_id: UUID) -> ResponseReturnValue:
    """The latest weeks, or with ``?weeks=all`` every one since the case was opened."""
    shown = find_case(db(), by=me(), case_id=case_id, everything=request.args.get("weeks") == "all")
    return render_template("cases/show.html", shown=shown, case=shown.case)
