"""A team's names and terms: what is there, adding one, taking one off."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from fidelity.usecases.add_term import LONGEST_TERM, MOST_TERMS, add_term
from fidelity.usecases.errors import InvalidInput
from fidelity.usecases.read_terms import read_terms
from fidelity.usecases.remove_term import remove_term
from fidelity.web.deps import db, me

bp = Blueprint("terms", __name__)

_FIELDS = ("term", "often_heard_as")


@bp.get("/teams/<uuid:team_id>/terms")
def index(team_id: UUID) -> ResponseReturnValue:
    """The list, with a form for one more."""
    return _page(team_id, dict.fromkeys(_FIELDS, ""))


@bp.post("/teams/<uuid:team_id>/terms")
def create(team_id: UUID) -> ResponseReturnValue:
    """Add a term."""
    typed = {field: request.form.get(field, "") for field in _FIELDS}
    try:
        add_term(db(), by=me(), team_id=team_id, **typed)
    except InvalidInput as error:
        db().rollback()
        return _page(team_id, typed, error.messages), 422
    flash("The term has been added. Recordings that are uploaded from now on are heard with it.")
    return redirect(url_for(".index", team_id=team_id), 303)


@bp.post("/teams/<uuid:team_id>/terms/<uuid:term_id>/remove")
def remove(team_id: UUID, term_id: UUID) -> ResponseReturnValue:
    """Take a term off the list."""
    remove_term(db(), by=me(), team_id=team_id, term_id=term_id)
    flash("The term has been removed. Transcripts stay as they are.")
    return redirect(url_for(".index", team_id=team_id), 303)


def _page(team_id: UUID, typed: dict[str, str], errors: dict[str, str] | None = None) -> str:
    return render_template(
        "terms/index.html",
        page=read_terms(db(), by=me(), team_id=team_id, again=errors is not None),
        typed=typed,
        errors=errors or {},
        most=MOST_TERMS,
        longest=LONGEST_TERM,
    )
