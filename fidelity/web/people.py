"""People: the list, one person with their roles, adding, changing, closing an account, a new password."""

from datetime import date
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_security.utils import hash_password

from fidelity.permissions import Deed
from fidelity.usecases import guard
from fidelity.usecases.add_person import FirstRole, add_person
from fidelity.usecases.change_person import change_person, close_account, find_person, open_account
from fidelity.usecases.errors import InvalidInput
from fidelity.usecases.list_people import list_people, read_person
from fidelity.usecases.list_teams import list_teams
from fidelity.usecases.reset_password import reset_password
from fidelity.web import choices
from fidelity.web.deps import db, me
from models import Person

bp = Blueprint("people", __name__)

_FIELDS = ("name", "email", "role", "team", "starts_on")


@bp.get("/people")
def index() -> ResponseReturnValue:
    """Everybody."""
    return render_template("people/index.html", people=list_people(db(), by=me()))


@bp.get("/people/<uuid:person_id>")
def show(person_id: UUID) -> ResponseReturnValue:
    """One person."""
    return _person(person_id)


@bp.route("/people/new", methods=["GET", "POST"])
def new() -> ResponseReturnValue:
    """A form for a new person with their first role; its answer shows the password, once."""
    guard.require(me(), Deed.MANAGE_TEAMS)
    if request.method == "GET":
        return _new(
            dict.fromkeys(_FIELDS, "")
            | {"team": request.args.get("team", ""), "starts_on": date.today().isoformat()}
        )
    form = request.form
    roles = []
    if form.get("role"):
        roles = [FirstRole(form["role"], form.get("team", type=UUID), form.get("starts_on", ""))]
    try:
        person, password = add_person(
            db(),
            hash_password,
            by=me(),
            name=form.get("name", ""),
            email=form.get("email", ""),
            roles=roles,
        )
    except InvalidInput as error:
        return _new({field: form.get(field, "") for field in _FIELDS}, error.messages), 422
    return _password(person, password, is_new=True)


@bp.route("/people/<uuid:person_id>/edit", methods=["GET", "POST"])
def edit(person_id: UUID) -> ResponseReturnValue:
    """Name and address."""
    person = find_person(db(), me(), person_id)
    if request.method == "GET":
        return _edit(person, {"name": person.name, "email": person.email})
    typed = {field: request.form.get(field, "") for field in ("name", "email")}
    try:
        change_person(db(), by=me(), person_id=person_id, **typed)
    except InvalidInput as error:
        return _edit(person, typed, error.messages), 422
    flash("The details have been changed.")
    return redirect(url_for(".show", person_id=person_id), 303)


@bp.route("/people/<uuid:person_id>/password", methods=["GET", "POST"])
def password(person_id: UUID) -> ResponseReturnValue:
    """Ask whether it is meant; then show the new password, once."""
    person = find_person(db(), me(), person_id)
    if request.method == "GET":
        return render_template("people/password.html", person=person)
    try:
        person, chosen = reset_password(db(), hash_password, by=me(), person_id=person_id)
    except InvalidInput as error:
        return _person(person_id, error.messages), 422
    return _password(person, chosen, is_new=False)


@bp.route("/people/<uuid:person_id>/close", methods=["GET", "POST"])
def close(person_id: UUID) -> ResponseReturnValue:
    """Ask whether it is meant, then close the account."""
    page = read_person(db(), by=me(), person_id=person_id)
    if request.method == "GET":
        return render_template("people/close.html", page=page)
    try:
        close_account(db(), by=me(), person_id=person_id)
    except InvalidInput as error:
        return _person(person_id, error.messages), 422
    flash(f"{page.person.name} cannot sign in any more.")
    return redirect(url_for(".show", person_id=person_id), 303)


@bp.post("/people/<uuid:person_id>/open")
def reopen(person_id: UUID) -> ResponseReturnValue:
    """Let somebody in again."""
    person = open_account(db(), by=me(), person_id=person_id)
    flash(f"{person.name} can sign in again.")
    return redirect(url_for(".show", person_id=person_id), 303)


def _person(person_id: UUID, errors: dict[str, str] | None = None) -> str:
    page = read_person(db(), by=me(), person_id=person_id)
    return render_template("people/show.html", page=page, errors=errors or {})


def _new(typed: dict[str, str], errors: dict[str, str] | None = None) -> str:
    return render_template(
        "people/new.html",
        typed=typed,
        roles=choices.roles(typed["role"], none_text="None yet"),
        teams=choices.teams(list_teams(db(), by=me()), typed["team"]),
        errors=errors or {},
    )


def _edit(person: Person, typed: dict[str, str], errors: dict[str, str] | None = None) -> str:
    return render_template("people/edit.html", person=person, typed=typed, errors=errors or {})


def _password(person: Person, chosen: str, *, is_new: bool) -> str:
    """Shown in the answer itself: a password must not travel on in an address or a cookie."""
    return render_template("people/password_shown.html", person=person, password=chosen, is_new=is_new)
