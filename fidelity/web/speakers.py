"""Saying who speaks: turn by turn on a page of its own, or by key on the recording's page."""

from uuid import UUID

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from fidelity.permissions import Deed
from fidelity.usecases.errors import NotFound
from fidelity.usecases.name_speakers import Named, name_speakers
from fidelity.usecases.name_voice import name_voice
from fidelity.usecases.read_transcript import read_words
from fidelity.web.deps import db, me, queue
from fidelity.web.transcript_answer import NOTHING, changed, number, wants_pieces
from models import SpeakerRole

bp = Blueprint("speakers", __name__)

TURNS_A_PAGE = 50
#: A field of a turn is ``role-<segment>`` or, for words of it, ``role-<segment>.<first>.<last>``.
_FIELD = "role-"


@bp.get("/recordings/<uuid:recording_id>/speakers")
def edit(recording_id: UUID) -> ResponseReturnValue:
    """Some turns, each with a choice of who speaks."""
    first = _first()
    words = read_words(db(), by=me(), recording_id=recording_id, to=Deed.NAME_SPEAKERS)
    if first >= len(words.turns):
        raise NotFound
    following = first + TURNS_A_PAGE
    return render_template(
        "speakers/edit.html",
        recording=words.recording,
        turns=words.turns[first:following],
        roles=SpeakerRole,
        first=first,
        count=len(words.turns),
        after=following if following < len(words.turns) else None,
        before=max(0, first - TURNS_A_PAGE) if first else None,
    )


@bp.post("/recordings/<uuid:recording_id>/speakers")
def name(recording_id: UUID) -> ResponseReturnValue:
    """Keep who speaks: one turn, words of one, or many in one step."""
    namings = _chosen()
    change = (
        name_speakers(db(), queue(), by=me(), recording_id=recording_id, namings=namings) if namings else None
    )
    if wants_pieces():
        return changed(recording_id, change, said="Saved.")
    flash("Saved." if change else NOTHING)
    if (following := request.form.get("next", "")).isdecimal():
        return redirect(url_for(".edit", recording_id=recording_id, first=following), code=303)
    return redirect(url_for("recordings.show", recording_id=recording_id), code=303)


@bp.post("/recordings/<uuid:recording_id>/voices")
def voice(recording_id: UUID) -> ResponseReturnValue:
    """Keep who one of the voices is."""
    form = request.form
    try:
        transcript_id, role = UUID(form.get("transcript", "")), SpeakerRole(form.get("role"))
    except ValueError:
        abort(400)
    change = name_voice(
        db(),
        queue(),
        by=me(),
        recording_id=recording_id,
        transcript_id=transcript_id,
        voice=form.get("voice", ""),
        role=role,
    )
    return changed(recording_id, change, said="Saved for all turns of this voice.")


def _first() -> int:
    text = request.args.get("first", "0")
    if not (text.isdecimal() and len(text) < 7):
        raise NotFound
    return int(text)


def _chosen() -> list[Named]:
    """The choices that were made; an empty one leaves the turn as it is. Only a forged form holds others."""
    namings = []
    for field, role in request.form.items():
        if field.startswith(_FIELD) and role:
            segment, *words = field.removeprefix(_FIELD).split(".")
            numbers = [number(word) for word in words]
            if len(words) not in {0, 2} or None in numbers:
                abort(400)
            try:
                namings.append(Named(UUID(segment), SpeakerRole(role), *numbers))
            except ValueError:
                abort(400)
    return namings
