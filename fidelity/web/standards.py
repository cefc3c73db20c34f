"""What length of treatment and case-load are expected of a team: a page to set it."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from fidelity.permissions import Deed, may
from fidelity.standards import STANDARDS, standard_of
from fidelity.usecases import guard
from fidelity.usecases.choose_standard import FIELDS, choose_standard
from fidelity.usecases.errors import InvalidInput
from fidelity.web.deps import db, me
from models import Team

bp = Blueprint("standards", __name__, url_prefix="/teams/<uuid:team_id>/standard")


@bp.route("", methods=["GET", "POST"])
def edit(team_id: UUID) -> ResponseReturnValue:
    """What is usual with its source, or the team's own with theirs."""
    team = guard.team(db(), me(), Deed.CHOOSE_STANDARD, team_id)
    if request.method == "GET":
        return _form(team, _of_team(team), is_own=team.standard is not None)
    typed = {field: request.form.get(field, "") for field in FIELDS}
    is_own = request.form.get("standard") == "own"
    try:
        choose_standard(db(), by=me(), team_id=team_id, is_own=is_own, typed=typed)
    except InvalidInput as error:
        return _form(team, typed, is_own=True, errors=error.messages), 422
    flash("The standard has been kept. It counts at once, also for cases that are open or closed already.")
    return redirect(_back(team)[1], 303)


def _of_team(team: Team) -> dict[str, str]:
    """What stands in the fields: the team's own, or what is usual to begin from."""
    standard = standard_of(team.variant, team.standard)
    numbers = (*standard.days, *(standard.cases or ("", "")))
    return dict(zip(FIELDS, (*map(str, numbers), standard.source if standard.is_own else ""), strict=True))


def _back(team: Team) -> tuple[str, str]:
    """Administrators see no case-load."""
    if may(me(), Deed.SEE_CASE_LOAD, team_id=team.id):
        return "Case-load", url_for("case_load.show", team_id=team.id)
    return "Back to the team", url_for("teams.show", team_id=team.id)


def _form(team: Team, typed: dict[str, str], *, is_own: bool, errors: dict[str, str] | None = None) -> str:
    return render_template(
        "standards/edit.html",
        team=team,
        usual=STANDARDS[team.variant],
        typed=typed,
        is_own=is_own,
        errors=errors or {},
        back=_back(team),
    )
