"""Versions of a recording's words: the list, an earlier one, what differs, and asking for a new one."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from fidelity.permissions import Deed
from fidelity.usecases.errors import InvalidInput, NotFound
from fidelity.usecases.read_recording import read_state
from fidelity.usecases.read_transcript import read_words
from fidelity.usecases.read_versions import compare_versions, list_versions, usual_seconds, version_id
from fidelity.usecases.transcribe_again import Choice, hears_english_only, transcribe_again
from fidelity.web.deps import db, me, queue, settings
from fidelity.web.note_pages import whole_number
from fidelity.web.recording_words import roughly
from fidelity.weights.catalogue import CATALOGUE
from fidelity.weights.recognisers import recognisers_here
from models import Language, Recording

bp = Blueprint("versions", __name__, url_prefix="/recordings/<uuid:recording_id>/versions")


@bp.get("")
def index(recording_id: UUID) -> ResponseReturnValue:
    """Every version, newest first."""
    found = list_versions(db(), by=me(), recording_id=recording_id)
    return render_template("versions/index.html", found=found, model_name=model_name)


@bp.get("/<int:number>")
def show(recording_id: UUID, number: int) -> ResponseReturnValue:
    """One version, to be read."""
    key = version_id(db(), by=me(), recording_id=recording_id, number=number)
    words = read_words(db(), by=me(), recording_id=recording_id, transcript_id=key)
    page = replace(words, can_name=False, can_correct=False)
    return render_template("versions/show.html", words=page, model_name=model_name)


@bp.get("/differences")
def compare(recording_id: UUID) -> ResponseReturnValue:
    """Version ``?older=`` beside ``?newer=``."""
    found = compare_versions(
        db(),
        by=me(),
        recording_id=recording_id,
        older=whole_number(request.args.get("older", "")),
        newer=whole_number(request.args.get("newer", "")),
    )
    return render_template("versions/compare.html", found=found)


@bp.get("/new")
def new(recording_id: UUID) -> ResponseReturnValue:
    """The form."""
    return _form(recording_id, {}, {})


@bp.post("/new")
def create(recording_id: UUID) -> ResponseReturnValue:
    """Ask for it."""
    form = request.form
    try:
        transcribe_again(
            db(),
            queue(),
            by=me(),
            recording_id=recording_id,
            choice=Choice(_language(form), form.get("model", ""), _people(form)),
            models=_models(),
        )
    except InvalidInput as error:
        db().rollback()
        return _form(recording_id, form, error.messages)
    flash("A new version will be made. You can go on working with this one.")
    return redirect(url_for("recordings.show", recording_id=recording_id), code=303)


def model_name(name: str) -> str:
    """How a model is called on a page: its name, or of a folder of the site's own the last part."""
    return name if name in CATALOGUE else Path(name).name


def _form(recording_id: UUID, typed: Mapping[str, str], errors: Mapping[str, str]) -> ResponseReturnValue:
    state = read_state(db(), by=me(), recording_id=recording_id, to=Deed.TRANSCRIBE_AGAIN)
    recording = state.recording
    if not errors and not state.can_transcribe_again:
        if recording.is_in_hand:
            flash("This recording is being written down. Wait until that is done, or cancel it.")
            return redirect(url_for("recordings.show", recording_id=recording_id), code=303)
        raise NotFound
    answers = {
        "model": typed.get("model", settings().whisper_model),
        "language": typed.get("language", recording.language.value),
        "people": typed.get("people", str(recording.people_present or "")),
    }
    page = render_template(
        "versions/new.html",
        recording=recording,
        models=[_item(name, recording, answers["model"]) for name in _models()],
        languages=Language,
        answers=answers,
        errors=errors,
    )
    return page, (422 if errors else 200)


def _models() -> list[str]:
    return recognisers_here(settings().models_dir, settings().whisper_model)


def _item(name: str, recording: Recording, chosen: str) -> dict[str, object]:
    """A model as one of the radios, with what it is good for and how long it takes here."""
    about = f"It {CATALOGUE[name].purpose}. " if name in CATALOGUE else ""
    if name not in CATALOGUE and hears_english_only(name):
        about = "It hears English only. "
    seconds = usual_seconds(db(), recording, usual_model=settings().whisper_model).get(name)
    took = (
        f"This recording should take it {roughly(seconds)} once it has started."
        if seconds is not None
        else "It was not used on this service yet, so nobody knows how long it takes."
    )
    return {
        "value": name,
        "text": model_name(name) + (", the usual one" if name == settings().whisper_model else ""),
        "hint": {"text": about + took},
        "checked": name == chosen,
    }


def _language(form: Mapping[str, str]) -> Language | None:
    return next((each for each in Language if each.value == form.get("language")), None)


def _people(form: Mapping[str, str]) -> int | None:
    """An empty box: not known. What is no number is refused as 0 is."""
    text = form.get("people", "").strip()
    if not text:
        return None
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 9 else 0
