"""Saying who speaks: turn by turn on a page of its own, or by key on the recording's page."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from fidelity.permissions import Deed
from fidelity.usecases.errors import NotFound
from fidelity.usecases.name_speakers import Named, name_speakers
from fidelity.usecases.name_voice import name_voice
from fidelity.usecases.read_transcript import read_words
from fidelity.web.deps import db, me, queue
from fidelity.web.transcript_answer import NOTHING, changed
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
    namings = _sent() if request.is_json else _chosen()
    if not namings:
        flash(NOTHING)
        return _onwards(recording_id)
    change = name_speakers(db(), queue(), by=me(), recording_id=recording_id, namings=namings)
    if request.is_json:
        return changed(recording_id, change, said="Saved.")
    flash("Saved." if change else NOTHING)
    return _onwards(recording_id)


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


def _onwards(recording_id: UUID) -> ResponseReturnValue:
    if (following := request.form.get("next", "")).isdecimal():
        return redirect(url_for(".edit", recording_id=recording_id, first=following), code=303)
    return redirect(url_for("recordings.show", recording_id=recording_id), code=303)


def _first() -> int:
    text = request.args.get("first", "0")
    if not (text.isdecimal() and len(text) < 7):
        raise NotFound
    return int(text)


def _sent() -> list[Named]:
    """A script's ``{"namings": [{"segment": …, "first": 0, "last": 4, "role": …}, …]}``."""
    body = request.get_json()
    given = body.get("namings") if isinstance(body, dict) else None
    if not isinstance(given, list) or not given or not all(isinstance(each, dict) for each in given):
        abort(400)
    return [_named(each, each.get("segment"), each.get("role")) for each in given]


def _chosen() -> list[Named]:
    """The choices that were made; an empty one leaves the turn as it is."""
    namings = []
    for field, role in request.form.items():
        if field.startswith(_FIELD) and role:
            segment, *words = field.removeprefix(_FIELD).split(".")
            if len(words) not in {0, 2} or not all(word.isdecimal() and len(word) < 8 for word in words):
                abort(400)
            numbers = dict(zip(("first", "last"), map(int, words), strict=bool(words)))
            namings.append(_named(numbers, segment, role))
    return namings


def _named(words: Mapping[str, Any], segment: Any, role: Any) -> Named:
    """Only a forged form holds anything else."""
    first, last = words.get("first"), words.get("last")
    if not all(each is None or type(each) is int for each in (first, last)):
        abort(400)
    try:
        return Named(UUID(segment), SpeakerRole(role), first, last)
    except (AttributeError, TypeError, ValueError):
        abort(400)
