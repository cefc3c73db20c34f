"""Managing cases: opening, putting right, handing over, closing and opening again."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from fidelity.usecases.change_case import change_case
from fidelity.usecases.close_case import close_case, reopen_case
from fidelity.usecases.errors import InvalidInput
from fidelity.usecases.give_case import give_case
from fidelity.usecases.open_case import open_case
from fidelity.usecases.read_case_administration import (
    CaseAdministration,
    read_case_administration,
    therapists_of,
)
from fidelity.usecases.take_case import find_held, take_case
from fidelity.web import choices
from fidelity.web.deps import db, me
from models import CaseTherapist, Person, Team

bp = Blueprint("case_admin", __name__)


@bp.route("/teams/<uuid:team_id>/cases/new", methods=["GET", "POST"])
def new(team_id: UUID) -> ResponseReturnValue:
    """A form for a new case."""
    team, therapists = therapists_of(db(), by=me(), team_id=team_id)
    if request.method == "GET":
        typed = {"reference": "", "therapist": "", "opened_on": date.today().isoformat()}
        return _new(team, therapists, typed)
    form = request.form
    try:
        case = open_case(
            db(),
            by=me(),
            team_id=team_id,
            reference=form.get("reference", ""),
            therapist_id=form.get("therapist", type=UUID),
            opened_on=form.get("opened_on", ""),
        )
    except InvalidInput as error:
        return _new(team, therapists, _typed("reference", "therapist", "opened_on"), error.messages), 422
    flash(f"The case {case.reference} has been opened.")
    return redirect(url_for("teams.show", team_id=team_id), 303)


@bp.get("/cases/<uuid:case_id>/edit")
def edit(case_id: UUID) -> ResponseReturnValue:
    """Who holds the case, and what can be done with it."""
    return render_template(
        "case_admin/edit.html", page=read_case_administration(db(), by=me(), case_id=case_id)
    )


@bp.route("/cases/<uuid:case_id>/details", methods=["GET", "POST"])
def details(case_id: UUID) -> ResponseReturnValue:
    """Reference and first day."""
    case = read_case_administration(db(), by=me(), case_id=case_id).case
    if request.method == "GET":
        typed = {"reference": case.reference, "opened_on": case.opened_on.isoformat()}
        return render_template("case_admin/details.html", case=case, typed=typed, errors={})
    typed = _typed("reference", "opened_on")
    try:
        change_case(db(), by=me(), case_id=case_id, **typed)
    except InvalidInput as error:
        return render_template("case_admin/details.html", case=case, typed=typed, errors=error.messages), 422
    flash("The case has been changed.")
    return redirect(url_for(".edit", case_id=case_id), 303)


@bp.route("/cases/<uuid:case_id>/close", methods=["GET", "POST"])
def close(case_id: UUID) -> ResponseReturnValue:
    """Ask for the last day of treatment."""
    case = read_case_administration(db(), by=me(), case_id=case_id).case
    if request.method == "GET":
        today = date.today().isoformat()
        return render_template("case_admin/close.html", case=case, typed=today, errors={})
    typed = request.form.get("closed_on", "")
    try:
        close_case(db(), by=me(), case_id=case_id, closed_on=typed)
    except InvalidInput as error:
        return render_template("case_admin/close.html", case=case, typed=typed, errors=error.messages), 422
    flash(f"The case {case.reference} has been closed. If that was too early, open it again below.")
    return redirect(url_for(".edit", case_id=case_id), 303)


@bp.post("/cases/<uuid:case_id>/reopen")
def reopen(case_id: UUID) -> ResponseReturnValue:
    """Undo closing."""
    case = reopen_case(db(), by=me(), case_id=case_id)
    flash(f"The case {case.reference} is open again.")
    return redirect(url_for(".edit", case_id=case_id), 303)


@bp.route("/cases/<uuid:case_id>/therapists/new", methods=["GET", "POST"])
def give(case_id: UUID) -> ResponseReturnValue:
    """Hand over, or add a second therapist."""
    page = read_case_administration(db(), by=me(), case_id=case_id)
    _, therapists = therapists_of(db(), by=me(), team_id=page.case.team_id)
    if request.method == "GET":
        typed = {"therapist": "", "starts_on": date.today().isoformat(), "others": "stop"}
        return _give(page, therapists, typed)
    typed = _typed("therapist", "starts_on", "others")
    try:
        give_case(
            db(),
            by=me(),
            case_id=case_id,
            therapist_id=request.form.get("therapist", type=UUID),
            starts_on=typed["starts_on"],
            is_handed_over=typed["others"] != "stay",
        )
    except InvalidInput as error:
        return _give(page, therapists, typed, error.messages), 422
    flash("Who holds the case has been changed.")
    return redirect(url_for(".edit", case_id=case_id), 303)


@bp.route("/cases/held/<uuid:held_id>/end", methods=["GET", "POST"])
def take(held_id: UUID) -> ResponseReturnValue:
    """Ask for the last day on which a therapist holds the case."""
    held = find_held(db(), me(), held_id)
    if request.method == "GET":
        return _take(held, date.today().isoformat())
    typed = request.form.get("ends_on", "")
    try:
        take_case(db(), by=me(), held_id=held_id, ends_on=typed)
    except InvalidInput as error:
        return _take(held, typed, error.messages), 422
    flash("Who holds the case has been changed.")
    return redirect(url_for(".edit", case_id=held.case_id), 303)


def _typed(*fields: str) -> dict[str, str]:
    return {field: request.form.get(field, "") for field in fields}


def _new(
    team: Team, therapists: Sequence[Person], typed: dict[str, str], errors: dict[str, str] | None = None
) -> str:
    return render_template(
        "case_admin/new.html",
        team=team,
        has_therapists=bool(therapists),
        therapists=choices.people(therapists, typed["therapist"]),
        typed=typed,
        errors=errors or {},
    )


def _give(
    page: CaseAdministration,
    therapists: Sequence[Person],
    typed: dict[str, str],
    errors: dict[str, str] | None = None,
) -> str:
    return render_template(
        "case_admin/give.html",
        page=page,
        holders=page.case.therapists_on(date.today()),
        therapists=choices.people(therapists, typed["therapist"]),
        typed=typed,
        errors=errors or {},
    )


def _take(held: CaseTherapist, typed: str, errors: dict[str, str] | None = None) -> str:
    return render_template("case_admin/take.html", held=held, typed=typed, errors=errors or {})
