"""Teams: the list, one team with its people and cases, adding and changing."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from fidelity.permissions import Deed, may
from fidelity.usecases import guard
from fidelity.usecases.add_team import add_team
from fidelity.usecases.answers import WEEKDAYS
from fidelity.usecases.change_team import change_team
from fidelity.usecases.errors import InvalidInput
from fidelity.usecases.list_teams import list_teams
from fidelity.usecases.read_team import read_team
from fidelity.web import choices
from fidelity.web.deps import db, me
from models import Team

bp = Blueprint("teams", __name__)

_FIELDS = ("name", "variant", "site", "weekday", "time")


@bp.get("/teams")
def index() -> ResponseReturnValue:
    """Every team that this person may know of."""
    teams = list_teams(db(), by=me())
    return render_template("teams/index.html", teams=teams, may_manage=may(me(), Deed.MANAGE_TEAMS))


@bp.get("/teams/<uuid:team_id>")
def show(team_id: UUID) -> ResponseReturnValue:
    """One team: its people and its cases."""
    return render_template("teams/show.html", page=read_team(db(), by=me(), team_id=team_id))


@bp.route("/teams/new", methods=["GET", "POST"])
def new() -> ResponseReturnValue:
    """A form for a new team."""
    guard.require(me(), Deed.MANAGE_TEAMS)
    if request.method == "GET":
        return _form(None, dict.fromkeys(_FIELDS, ""))
    try:
        team = add_team(db(), by=me(), **_typed())
    except InvalidInput as error:
        return _form(None, _typed(), error.messages), 422
    flash(f"{team.name} has been added. Next, add its people.")
    return redirect(url_for(".show", team_id=team.id), 303)


@bp.route("/teams/<uuid:team_id>/edit", methods=["GET", "POST"])
def edit(team_id: UUID) -> ResponseReturnValue:
    """The same form for a team that is there."""
    team = guard.team(db(), me(), Deed.MANAGE_TEAMS, team_id)
    if request.method == "GET":
        return _form(team, _as_typed(team))
    try:
        change_team(db(), by=me(), team_id=team_id, **_typed())
    except InvalidInput as error:
        return _form(team, _typed(), error.messages), 422
    flash("The team has been changed.")
    return redirect(url_for(".show", team_id=team_id), 303)


def _typed() -> dict[str, str]:
    return {field: request.form.get(field, "") for field in _FIELDS}


def _as_typed(team: Team) -> dict[str, str]:
    return {
        "name": team.name,
        "variant": team.variant.value,
        "site": team.site,
        "weekday": WEEKDAYS[team.consultation_weekday],
        "time": f"{team.consultation_time:%H:%M}",
    }


def _form(team: Team | None, typed: dict[str, str], errors: dict[str, str] | None = None) -> str:
    return render_template(
        "teams/edit.html",
        team=team,
        typed=typed,
        variants=choices.variants(typed["variant"]),
        weekdays=choices.weekdays(typed["weekday"]),
        errors=errors or {},
    )
