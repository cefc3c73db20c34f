"""Replacing words wherever they stand: a form, a look at every place, and the deed."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from fidelity.usecases.errors import InvalidInput
from fidelity.usecases.find_words import check_words, find_words, offer_terms
from fidelity.usecases.replace_words import Replaced, replace_words
from fidelity.web.deps import db, me, queue

bp = Blueprint("replacements", __name__)

_FIELDS = ("these", "that")


@bp.route("/teams/<uuid:team_id>/replace", methods=["GET", "POST"])
def in_team(team_id: UUID) -> ResponseReturnValue:
    """In all of the team's newest transcripts that this person may correct."""
    return _answer(team_id, None)


@bp.route("/recordings/<uuid:recording_id>/replace", methods=["GET", "POST"])
def in_recording(recording_id: UUID) -> ResponseReturnValue:
    """In one recording's."""
    return _answer(None, recording_id)


def _answer(team_id: UUID | None, recording_id: UUID | None) -> ResponseReturnValue:
    """A look changes nothing, but it is a POST: the words are content, and stand in no address."""
    typed = {field: request.form.get(field, "") for field in _FIELDS}
    if request.method == "GET":
        return _form(team_id, recording_id, typed)
    try:
        wanted = check_words(**typed)
        if request.form.get("do") == "replace":
            done = replace_words(
                db(),
                queue(),
                by=me(),
                team_id=team_id,
                recording_id=recording_id,
                wanted=wanted,
                ticked=set(request.form.getlist("place")),
            )
            flash(_said(done))
            return redirect(_back(team_id, recording_id), 303)
        errors: dict[str, str] = {}
    except InvalidInput as error:
        if "place" not in error.messages:
            return _form(team_id, recording_id, typed, error.messages), 422
        errors = error.messages
    found = find_words(db(), by=me(), team_id=team_id, recording_id=recording_id, wanted=wanted)
    page = render_template(
        "replacements/look.html",
        found=found,
        typed=typed,
        errors=errors,
        back=_back(team_id, recording_id),
    )
    return page, (422 if errors else 200)


def _form(
    team_id: UUID | None,
    recording_id: UUID | None,
    typed: dict[str, str],
    errors: dict[str, str] | None = None,
) -> str:
    team, recording, terms = offer_terms(
        db(), by=me(), team_id=team_id, recording_id=recording_id, again=errors is not None
    )
    return render_template(
        "replacements/form.html",
        team=team,
        recording=recording,
        terms=terms,
        typed=typed,
        errors=errors or {},
        back=_back(team_id, recording_id),
    )


def _back(team_id: UUID | None, recording_id: UUID | None) -> str:
    if recording_id is not None:
        return url_for("recordings.show", recording_id=recording_id)
    return url_for("terms.index", team_id=team_id)


def _said(done: Replaced) -> str:
    places = f"{done.places} place{'' if done.places == 1 else 's'}"
    transcripts = f"{done.transcripts} transcript{'' if done.transcripts == 1 else 's'}"
    sentence = f"The words were replaced at {places} in {transcripts}. Each transcript’s page can undo it."
    if not done.places:
        sentence = "Nothing was replaced."
    if done.left:
        sentence += f" {done.left} of those that you ticked read otherwise by now, and were left as they are."
    return sentence
