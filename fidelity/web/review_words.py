"""The words of a review: saved by themselves while they are typed, or by a button."""

from datetime import date
from uuid import UUID

from flask import flash, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import BadRequest

from fidelity.usecases.errors import Clash, InvalidInput
from fidelity.usecases.read_review import read_review
from fidelity.usecases.review_words import AgreedAction, ReviewWords
from fidelity.usecases.save_review_words import save_review_words
from fidelity.web.deps import db, me
from fidelity.web.desk_answer import (
    desk_blueprint,
    desk_of,
    desk_page,
    not_accepted,
    to_desk,
    uuid_or_none,
    wants_pieces,
)
from fidelity.web.kept_words import both_versions

bp = desk_blueprint("review_words", __name__)


@bp.post("/words")
def save(review_id: UUID) -> ResponseReturnValue:
    """Save; a script also gets the number that its next save is based on."""
    based_on, words, wrong_days = _words_from_form()
    if wrong_days:
        return _not_saved(review_id, InvalidInput(wrong_days), words)
    kept_id = uuid_or_none(request.form.get("kept"))
    try:
        review = save_review_words(
            db(), by=me(), review_id=review_id, based_on=based_on, words=words, kept_id=kept_id
        )
    except InvalidInput as error:
        return _not_saved(review_id, error, words)
    except Clash as clash:
        return _both(review_id, clash)
    if wants_pieces():
        return jsonify(number=review.number)
    if "preview" in request.form:
        return redirect(url_for("reviews.preview", review_id=review_id), code=303)
    flash("Your words are saved.")
    return to_desk(review, "words")


def _not_saved(review_id: UUID, error: InvalidInput, words: ReviewWords) -> ResponseReturnValue:
    if wants_pieces():
        return not_accepted(error)
    review = read_review(db(), by=me(), review_id=review_id)
    return desk_page(desk_of(review), errors=error.messages, words=words)


def _both(review_id: UUID, clash: Clash) -> ResponseReturnValue:
    """Somebody saved in between: both versions on one page, or for a script where these words are kept."""
    review = clash.theirs
    if wants_pieces():
        sentence = "This review was saved in another tab or on another device."
        return jsonify(error=sentence, kept=clash.kept_id), 409
    if clash.kept_id is None:
        flash("This review was saved somewhere else in between. You see it as it stands now.")
        return to_desk(review, "words")
    return both_versions(review_id, clash.kept_id, status=409)


def _words_from_form() -> tuple[int, ReviewWords, dict[str, str]]:
    """The number that the page was showing, what was typed, and sentences for days that are none."""
    form = request.form
    try:
        based_on = int(form["number"])
    except (KeyError, ValueError):
        raise BadRequest from None
    actions: list[AgreedAction] = []
    wrong = {}
    given = (form.getlist(f"action_{part}") for part in ("text", "owner", "due"))
    # The field that always stands ready is no action while it is empty.
    rows = (row for row in zip(*given, strict=False) if any(part.strip() for part in row))
    for position, (text, owner, due) in enumerate(rows):
        try:
            day = date.fromisoformat(due) if due else None
        except ValueError:
            day = None
            wrong[f"action-{position}-due"] = "Enter a date, such as 2026-11-26"
        actions.append(AgreedAction(text, uuid_or_none(owner), day))
    words = ReviewWords(
        form.get("strengths", ""), form.get("barriers", ""), form.get("next_steps", ""), tuple(actions)
    )
    return based_on, words, wrong
