"""Who of a team is away, and who covers."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from fidelity.usecases.errors import InvalidInput
from fidelity.usecases.list_absences import list_absences, may_say_anybodys
from fidelity.usecases.say_away import call_off, say_away
from fidelity.web import choices
from fidelity.web.deps import db, me
from fidelity.web.desk_answer import uuid_or_none

bp = Blueprint("absences", __name__, url_prefix="/teams/<uuid:team_id>/absences")

_FIELDS = ("person", "covered_by", "starts_on", "ends_on")


@bp.get("")
def index(team_id: UUID) -> ResponseReturnValue:
    """What is, what comes, and a form for more."""
    return _page(team_id, dict.fromkeys(_FIELDS, ""))


@bp.post("")
def add(team_id: UUID) -> ResponseReturnValue:
    """Who, from when to when, and who covers."""
    typed = {field: request.form.get(field, "") for field in _FIELDS}
    try:
        absence = say_away(
            db(),
            by=me(),
            team_id=team_id,
            person_id=uuid_or_none(typed["person"]),
            covered_by_id=uuid_or_none(typed["covered_by"]),
            starts_on=typed["starts_on"],
            ends_on=typed["ends_on"],
        )
    except InvalidInput as error:
        return _page(team_id, typed, error.messages), 422
    flash(f"Noted. {absence.covered_by.name} covers for {absence.person.name} on these days.")
    return redirect(url_for(".index", team_id=team_id), 303)


@bp.post("/<uuid:absence_id>/call-off")
def take_back(team_id: UUID, absence_id: UUID) -> ResponseReturnValue:
    """It is not so after all, or ends early."""
    call_off(db(), by=me(), team_id=team_id, absence_id=absence_id)
    flash("The absence is called off. Reviews that were begun meanwhile stay with whoever began them.")
    return redirect(url_for(".index", team_id=team_id), 303)


def _page(team_id: UUID, typed: dict[str, str], errors: dict[str, str] | None = None) -> str:
    page = list_absences(db(), by=me(), team_id=team_id)
    if len(page.people) == 1 and not typed["person"]:
        typed = {**typed, "person": str(page.people[0].id)}
    return render_template(
        "absences/index.html",
        page=page,
        typed=typed,
        people=choices.people(page.people, typed["person"]),
        covers=choices.people(page.covers, typed["covered_by"]),
        is_for_all=may_say_anybodys(me(), team_id),
        errors=errors or {},
    )
