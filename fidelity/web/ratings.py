"""Ratings at the desk: each is saved when it is chosen."""

from uuid import UUID

from flask import jsonify, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from fidelity.usecases.errors import Clash, InvalidInput
from fidelity.usecases.rate_principle import CLEARED, rate_principle
from fidelity.usecases.read_review import read_review
from fidelity.web.deps import db, me
from fidelity.web.desk_answer import (
    desk_blueprint,
    desk_names,
    desk_of,
    desk_page,
    not_accepted,
    part_of_desk,
    to_desk,
    uuid_or_none,
    wants_pieces,
)
from fidelity.web.kept_words import both_versions
from models import Principle

bp = desk_blueprint("ratings", __name__)


@bp.post("/ratings/<name>")
def rate(review_id: UUID, name: str) -> ResponseReturnValue:
    """Choose 1 to 5, not assessable, or nothing again; and say why."""
    try:
        principle = Principle(name)
    except ValueError:
        raise NotFound from None
    form = request.form
    # A form sent with nothing chosen must not look like one that clears.
    choice = CLEARED if "clear" in form else form.get("choice", None if "why" in form else "nothing")
    try:
        review = rate_principle(
            db(),
            by=me(),
            review_id=review_id,
            principle=principle,
            choice=choice,
            why=form.get("why"),
            why_was=form.get("why_was"),
            kept_id=uuid_or_none(form.get("kept")),
        )
    except Clash as clash:
        return _both(review_id, name, clash)
    except InvalidInput as error:
        if wants_pieces():
            return not_accepted(error)
        review = read_review(db(), by=me(), review_id=review_id)
        whys = {principle: form.get("why", "")}
        return desk_page(desk_of(review), errors=error.messages, whys=whys)
    if not wants_pieces():
        return to_desk(review, f"rating-{name}")
    names = desk_names(part_of_desk(review))
    wants = render_template("reviews/_wants.html", principle=principle, **names)
    return jsonify(rated=len(review.ratings), pieces={f"wants-{name}": wants})


def _both(review_id: UUID, name: str, clash: Clash) -> ResponseReturnValue:
    """Another tab wrote another sentence in between: that stands, and this one is kept beside it."""
    review = clash.theirs
    if wants_pieces():
        address = clash.kept_id and url_for("kept_words.show", review_id=review_id, kept_id=clash.kept_id)
        sentence = "Another tab wrote another sentence here."
        return jsonify(error=sentence, kept=clash.kept_id, address=address, rated=len(review.ratings)), 409
    if clash.kept_id is None:
        return to_desk(review, f"rating-{name}")
    return both_versions(review_id, clash.kept_id, status=409)
