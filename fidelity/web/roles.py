"""Giving a person a role and ending it."""

from datetime import date
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from fidelity.usecases.change_person import find_person
from fidelity.usecases.end_role import end_role, find_role
from fidelity.usecases.errors import InvalidInput
from fidelity.usecases.give_role import give_role
from fidelity.usecases.list_people import read_person
from fidelity.usecases.list_teams import list_teams
from fidelity.web import choices
from fidelity.web.deps import db, me
from models import Person, TeamRole

bp = Blueprint("roles", __name__)

_FIELDS = ("role", "team", "starts_on", "ends_on")


@bp.route("/people/<uuid:person_id>/roles/new", methods=["GET", "POST"])
def new(person_id: UUID) -> ResponseReturnValue:
    """A form for one more role."""
    person = find_person(db(), me(), person_id)
    if request.method == "GET":
        return _new(person, dict.fromkeys(_FIELDS, "") | {"starts_on": date.today().isoformat()})
    form = request.form
    try:
        give_role(
            db(),
            by=me(),
            person_id=person_id,
            role=form.get("role", ""),
            team_id=form.get("team", type=UUID),
            starts_on=form.get("starts_on", ""),
            ends_on=form.get("ends_on", ""),
        )
    except InvalidInput as error:
        return _new(person, {field: form.get(field, "") for field in _FIELDS}, error.messages), 422
    flash("The role has been given.")
    return redirect(url_for("people.show", person_id=person_id), 303)


@bp.route("/roles/<uuid:role_id>/end", methods=["GET", "POST"])
def end(role_id: UUID) -> ResponseReturnValue:
    """Ask for the last day, and say what follows from it."""
    held = find_role(db(), me(), role_id)
    if request.method == "GET":
        return _end(held, date.today().isoformat())
    typed = request.form.get("ends_on", "")
    try:
        end_role(db(), by=me(), role_id=role_id, ends_on=typed)
    except InvalidInput as error:
        return _end(held, typed, error.messages), 422
    flash("The role ends on the day that you entered.")
    return redirect(url_for("people.show", person_id=held.person_id), 303)


def _new(person: Person, typed: dict[str, str], errors: dict[str, str] | None = None) -> str:
    return render_template(
        "roles/new.html",
        person=person,
        typed=typed,
        roles=choices.roles(typed["role"]),
        teams=choices.teams(list_teams(db(), by=me()), typed["team"]),
        errors=errors or {},
    )


def _end(held: TeamRole, typed: str, errors: dict[str, str] | None = None) -> str:
    page = read_person(db(), by=me(), person_id=held.person_id)
    return render_template("roles/end.html", held=held, page=page, typed=typed, errors=errors or {})
