"""What people changed of a transcript, step by step; undo one, or do it once more."""

from uuid import UUID

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from fidelity.usecases.errors import Clash
from fidelity.usecases.list_changes import list_changes
from fidelity.usecases.undo_change import redo_change, undo_change
from fidelity.web.deps import db, me, queue
from fidelity.web.transcript_answer import changed, covered
from models import ChangeKind

bp = Blueprint("changes", __name__, url_prefix="/recordings/<uuid:recording_id>/changes")

KINDS = {
    ChangeKind.NAMED_TURNS: "said who speaks",
    ChangeKind.NAMED_VOICE: "said who a voice is",
    ChangeKind.CORRECTED_WORDS: "corrected words",
    ChangeKind.REPLACED_ALL: "replaced words everywhere",
    ChangeKind.CARRIED_OVER: "carried over from the earlier version",
}


@bp.get("")
def index(recording_id: UUID) -> ResponseReturnValue:
    """Who did what and when, newest first."""
    page = request.args.get("page", 1, type=int)
    recording, steps = list_changes(db(), by=me(), recording_id=recording_id, page=page)
    return render_template("changes/index.html", recording=recording, steps=steps, kinds=KINDS)


@bp.post("/<uuid:change_id>/undo")
def undo(recording_id: UUID, change_id: UUID) -> ResponseReturnValue:
    """Hide what the step holds."""
    try:
        change = undo_change(db(), queue(), by=me(), recording_id=recording_id, change_id=change_id)
    except Clash as clash:
        return covered(recording_id, clash)
    return changed(recording_id, change, said="Undone.")


@bp.post("/<uuid:change_id>/redo")
def redo(recording_id: UUID, change_id: UUID) -> ResponseReturnValue:
    """Do it once more."""
    try:
        change = redo_change(db(), queue(), by=me(), recording_id=recording_id, change_id=change_id)
    except Clash as clash:
        return covered(recording_id, clash)
    return changed(recording_id, change, said="Done again.")
