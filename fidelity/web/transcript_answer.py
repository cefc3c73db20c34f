"""Answers a change of a transcript: the turns that changed for a script, else the page again."""

from uuid import UUID

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from fidelity.usecases.errors import Clash
from fidelity.usecases.read_transcript import read_touched
from fidelity.web.deps import db, me
from models import TranscriptChange

#: Other than that nothing was new in what was sent.
NOTHING = "Nothing was changed."


def wants_pieces() -> bool:
    """Whether a script asks, rather than a form."""
    return request.headers.get("X-Requested-With") == "fetch"


def changed(
    recording_id: UUID, change: TranscriptChange | None, *, said: str, anchor: str | None = None
) -> ResponseReturnValue:
    """What a step means for the page; ``change`` is nothing where nothing was new."""
    if not wants_pieces():
        flash(said if change else NOTHING)
        place = url_for("recordings.show", recording_id=recording_id, _anchor=anchor and f"turn-{anchor}")
        return redirect(place, code=303)
    if change is None:
        return jsonify(said=NOTHING, pieces={})
    words, touched = read_touched(db(), by=me(), change=change)
    turns: dict[str, list[object]] = {}
    for turn in touched:
        turns.setdefault(str(turn.segment.id), []).append(turn)
    pieces = {
        key: render_template("recordings/_turns.html", words=words, turns=of_segment)
        for key, of_segment in turns.items()
    }
    return jsonify(
        said=said,
        pieces=pieces,
        voices=render_template("recordings/_voices.html", words=words),
        undo=words.undo and words.undo.id,
        redo=words.redo and words.redo.id,
    )


def covered(recording_id: UUID, clash: Clash) -> ResponseReturnValue:
    """A step cannot be undone, or done again, because a later one lies over the same words."""
    sentence = "The same words were changed again later. Undo that change first."
    if wants_pieces():
        return jsonify(error=sentence), 409
    flash(sentence)
    return redirect(url_for("changes.index", recording_id=recording_id, _anchor=clash.theirs.id), code=303)


def number(text: str | None, *, largest: int = 10**6) -> int | None:
    """A count from a form; nothing for anything else."""
    fits = text is not None and text.isascii() and text.isdigit() and len(text) < 8
    return int(text) if text is not None and fits and int(text) <= largest else None
