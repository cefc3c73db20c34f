"""Whether a recording may teach the tagger, as everyone in it agreed."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from fidelity.permissions import Deed
from fidelity.usecases.agree_to_learning import agree_to_learning
from fidelity.usecases.read_recording import read_state
from fidelity.web.deps import db, me
from models import Recording

bp = Blueprint("agreements", __name__)

_ANSWERS = {"yes": True, "no": False}
_DONE = {
    True: "Noted: this recording may teach the suggestions of this service.",
    False: "Noted: this recording is left out of every training from now on.",
}


@bp.get("/recordings/<uuid:recording_id>/learning")
def edit(recording_id: UUID) -> ResponseReturnValue:
    """Say what it means, and ask."""
    state = read_state(db(), by=me(), recording_id=recording_id, to=Deed.UPLOAD_RECORDING)
    if not state.can_withdraw:
        return redirect(url_for("recordings.show", recording_id=recording_id))
    return _page(state.recording)


@bp.post("/recordings/<uuid:recording_id>/learning")
def answer(recording_id: UUID) -> ResponseReturnValue:
    """Keep the answer."""
    is_agreed = _ANSWERS.get(request.form.get("is_agreed", ""))
    if is_agreed is None:
        state = read_state(db(), by=me(), recording_id=recording_id, to=Deed.UPLOAD_RECORDING)
        return _page(state.recording, {"is_agreed": "Select yes or no"}), 422
    agree_to_learning(db(), by=me(), recording_id=recording_id, is_agreed=is_agreed)
    flash(_DONE[is_agreed])
    return redirect(url_for("recordings.show", recording_id=recording_id), 303)


def _page(recording: Recording, errors: dict[str, str] | None = None) -> str:
    return render_template("agreements/edit.html", recording=recording, errors=errors or {})
