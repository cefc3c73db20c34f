"""Saying who speaks: turn by turn on a page of its own, or by key on the recording's page."""

from typing import Any
from uuid import UUID

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from fidelity.usecases.errors import NotFound
from fidelity.usecases.name_speakers import name_speakers
from fidelity.usecases.read_recording import read_turns
from fidelity.web.deps import db, me, queue
from models import SpeakerRole

bp = Blueprint("speakers", __name__)

TURNS_A_PAGE = 50
_FIELD = "role-"


@bp.get("/recordings/<uuid:recording_id>/speakers")
def edit(recording_id: UUID) -> ResponseReturnValue:
    """Some turns, each with a choice of who speaks."""
    first = _first()
    recording, segments, count = read_turns(
        db(), by=me(), recording_id=recording_id, first=first, count=TURNS_A_PAGE
    )
    return render_template(
        "speakers/edit.html",
        recording=recording,
        segments=segments,
        roles=SpeakerRole,
        first=first,
        count=count,
        after=first + TURNS_A_PAGE if first + TURNS_A_PAGE < count else None,
        before=max(0, first - TURNS_A_PAGE) if first else None,
    )


@bp.post("/recordings/<uuid:recording_id>/speakers")
def name(recording_id: UUID) -> ResponseReturnValue:
    """Keep who speaks. A script sends ``{"roles": {segment: role}}`` and is told who was named before."""
    roles = _roles(_sent() if request.is_json else _chosen())
    before = name_speakers(db(), queue(), by=me(), recording_id=recording_id, roles=roles)
    if request.is_json:
        return {"before": {str(key): role.value for key, role in before.items()}}
    flash("Saved." if before else "Nothing was changed.")
    if (following := request.form.get("next", "")).isdecimal():
        return redirect(url_for(".edit", recording_id=recording_id, first=following), code=303)
    return redirect(url_for("recordings.show", recording_id=recording_id), code=303)


def _first() -> int:
    text = request.args.get("first", "0")
    if not (text.isdecimal() and len(text) < 7):
        raise NotFound
    return int(text)


def _sent() -> Any:
    body = request.get_json()
    return body.get("roles") if isinstance(body, dict) else None


def _chosen() -> dict[str, str]:
    return {key.removeprefix(_FIELD): role for key, role in request.form.items() if key.startswith(_FIELD)}


def _roles(given: Any) -> dict[UUID, SpeakerRole]:
    """Keys and roles as values. Only a forged form holds anything else."""
    try:
        return {UUID(key): SpeakerRole(role) for key, role in given.items()}
    except (AttributeError, ValueError):
        abort(400)
