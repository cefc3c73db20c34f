"""One turn: correct its words, say who speaks from a word on, say that its words were heard."""

from uuid import UUID

from flask import Blueprint, abort, jsonify, render_template, request
from flask.typing import ResponseReturnValue

from fidelity.usecases.correct_words import correct_turn, hear_words
from fidelity.usecases.errors import Clash, InvalidInput, NotFound
from fidelity.usecases.read_transcript import read_turn
from fidelity.usecases.split_turn import split_turn
from fidelity.web.deps import db, me, queue
from fidelity.web.transcript_answer import changed, number, wants_pieces
from models import SpeakerRole

bp = Blueprint("turns", __name__, url_prefix="/recordings/<uuid:recording_id>/turns/<uuid:segment_id>")


@bp.get("")
def show(recording_id: UUID, segment_id: UUID) -> ResponseReturnValue:
    """Everything that can be done to one turn, without a script."""
    return _page(recording_id, segment_id, number(request.args.get("word", "0")))


@bp.post("/words")
def correct(recording_id: UUID, segment_id: UUID) -> ResponseReturnValue:
    """Keep what was typed in the place of the words."""
    form = request.form
    first, last = _words()
    typed = form.get("text", "")
    try:
        change = correct_turn(
            db(),
            queue(),
            by=me(),
            recording_id=recording_id,
            segment_id=segment_id,
            words=(first, last),
            was=form.get("was", ""),
            text=typed,
        )
    except InvalidInput as error:
        if wants_pieces():
            return jsonify(errors=error.messages), 422
        return _page(recording_id, segment_id, first, typed=typed, errors=error.messages), 422
    except Clash as clash:
        if wants_pieces():
            sentence = "Not saved: somebody changed these words while you wrote."
            return jsonify(error=sentence, theirs=clash.theirs), 409
        return _page(recording_id, segment_id, first, typed=typed, theirs=clash.theirs), 409
    return changed(recording_id, change, said="Saved.", anchor=_key(segment_id, first))


@bp.post("/heard")
def hear(recording_id: UUID, segment_id: UUID) -> ResponseReturnValue:
    """Somebody has listened: the words were said."""
    words = _words()
    change = hear_words(db(), queue(), by=me(), recording_id=recording_id, segment_id=segment_id, words=words)
    said = "Saved. These words are no longer struck through."
    return changed(recording_id, change, said=said, anchor=_key(segment_id, words[0]))


@bp.post("/split")
def split(recording_id: UUID, segment_id: UUID) -> ResponseReturnValue:
    """From one word to the end of the turn somebody else speaks; from the first: all of it."""
    first, last = _words()
    nth = number(request.form.get("from"))
    role = next((each for each in SpeakerRole if each.value == request.form.get("role")), None)
    if nth is None or role is None:
        errors = {"role": "Select who speaks"}
        if wants_pieces():
            return jsonify(errors=errors), 422
        return _page(recording_id, segment_id, first, errors=errors), 422
    change = split_turn(
        db(),
        queue(),
        by=me(),
        recording_id=recording_id,
        segment_id=segment_id,
        words=(first, last),
        number=nth,
        role=role,
    )
    return changed(recording_id, change, said="Saved.", anchor=_key(segment_id, first))


def _words() -> tuple[int, int]:
    """The first and last word of the turn, as the page knew it; only a forged form has none."""
    first, last = number(request.form.get("first")), number(request.form.get("last"))
    if first is None or last is None:
        abort(400)
    return first, last


def _key(segment_id: UUID, first: int) -> str:
    return f"{segment_id}-{first}" if first else str(segment_id)


def _page(
    recording_id: UUID,
    segment_id: UUID,
    word: int | None,
    *,
    typed: str | None = None,
    theirs: str | None = None,
    errors: dict[str, str] | None = None,
) -> str:
    if word is None:
        raise NotFound
    words, turn = read_turn(
        db(),
        by=me(),
        recording_id=recording_id,
        segment_id=segment_id,
        word=word,
        # After a refusal the page comes back: that is no second reading.
        is_looked_at=request.method == "GET",
    )
    return render_template(
        "turns/show.html",
        words=words,
        turn=turn,
        roles=SpeakerRole,
        typed=typed,
        theirs=theirs,
        errors=errors or {},
    )
