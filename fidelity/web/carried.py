"""What found no place in a new version of the words: put it in its place, or let it go."""

from collections.abc import Mapping
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from fidelity.usecases.anchor_words import Place
from fidelity.usecases.carried_changes import let_change_go, list_waiting_changes, place_change
from fidelity.usecases.carried_words import let_words_go, place_words
from fidelity.usecases.draft import NotYoursToWrite
from fidelity.usecases.errors import InvalidInput
from fidelity.usecases.read_review import read_review
from fidelity.web.deps import db, me, queue
from fidelity.web.desk_answer import PREFIX, cannot_write, desk_of, desk_page, to_desk, uuid_or_none
from fidelity.web.pointed_words import near_from, place_from

bp = Blueprint("carried", __name__)
bp.register_error_handler(NotYoursToWrite, cannot_write)

_OF_RECORDING = "/recordings/<uuid:recording_id>/carried"
_SETTLED = "That was settled."


@bp.get(_OF_RECORDING)
def index(recording_id: UUID) -> ResponseReturnValue:
    """Corrections and namings that wait for somebody."""
    return _page(recording_id, {})


@bp.post(f"{_OF_RECORDING}/<uuid:carried_id>/place")
def place(recording_id: UUID, carried_id: UUID) -> ResponseReturnValue:
    """Make the change here."""
    form = request.form
    try:
        place_change(
            db(),
            queue(),
            by=me(),
            recording_id=recording_id,
            carried_id=carried_id,
            segment_id=uuid_or_none(form.get("turn")),
            quote=form.get("quote", ""),
            voice=form.get("voice", ""),
        )
    except InvalidInput as error:
        db().rollback()
        return _page(recording_id, {f"{name}-{carried_id}": said for name, said in error.messages.items()})
    return _on(recording_id)


@bp.post(f"{_OF_RECORDING}/<uuid:carried_id>/let-go")
def let_go(recording_id: UUID, carried_id: UUID) -> ResponseReturnValue:
    """Leave it behind."""
    let_change_go(db(), by=me(), recording_id=recording_id, carried_id=carried_id)
    return _on(recording_id)


@bp.post(f"{PREFIX}/carried/<uuid:waiting_id>/place")
def place_on_words(review_id: UUID, waiting_id: UUID) -> ResponseReturnValue:
    """Hang a mark or comment on words of the new version."""
    form = request.form
    try:
        row = place_words(
            db(),
            by=me(),
            review_id=review_id,
            carried_id=waiting_id,
            place=place_from(form) if form.get("turn") else Place(),
            quote=form.get("quote", ""),
            near=near_from(form),
        )
    except InvalidInput as error:
        db().rollback()
        review = read_review(db(), by=me(), review_id=review_id)
        errors = {f"{name}-{waiting_id}": said for name, said in error.messages.items()}
        return desk_page(desk_of(review), errors=errors)
    kind = "comment" if hasattr(row, "text") else "mark"
    return to_desk(read_review(db(), by=me(), review_id=review_id), f"{kind}-{row.id}")


@bp.post(f"{PREFIX}/carried/<uuid:waiting_id>/let-go")
def let_words(review_id: UUID, waiting_id: UUID) -> ResponseReturnValue:
    """Take a mark or comment back whose words are gone."""
    let_words_go(db(), by=me(), review_id=review_id, carried_id=waiting_id)
    flash("It no longer counts. It is kept on record with the earlier version.")
    return to_desk(read_review(db(), by=me(), review_id=review_id), "note")


def _page(recording_id: UUID, errors: Mapping[str, str]) -> ResponseReturnValue:
    waiting = list_waiting_changes(db(), by=me(), recording_id=recording_id, is_looked_at=not errors)
    page = render_template("carried/index.html", waiting=waiting, typed=request.form, errors=errors)
    return page, (422 if errors else 200)


def _on(recording_id: UUID) -> ResponseReturnValue:
    """To the next one, or back to the words after the last."""
    flash(_SETTLED)
    waiting = list_waiting_changes(db(), by=me(), recording_id=recording_id, is_looked_at=False)
    page = ".index" if waiting.changes else "recordings.show"
    return redirect(url_for(page, recording_id=recording_id), code=303)
