"""Ratings at the desk: each is saved when it is chosen."""

from uuid import UUID

from flask import jsonify, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from fidelity.usecases.errors import InvalidInput
from fidelity.usecases.rate_principle import CLEARED, rate_principle
from fidelity.usecases.read_review import read_review
from fidelity.web.deps import db, me
from fidelity.web.desk_answer import desk_blueprint, desk_of, desk_page, not_accepted, to_desk, wants_pieces
from models import Principle

bp = desk_blueprint("ratings", __name__)


@bp.post("/ratings/<name>")
def rate(review_id: UUID, name: str) -> ResponseReturnValue:
    """Choose 1 to 5, not assessable, or nothing again."""
    try:
        principle = Principle(name)
    except ValueError:
        raise NotFound from None
    # A form sent with nothing chosen must not look like one that clears.
    choice = CLEARED if "clear" in request.form else request.form.get("choice", "nothing")
    try:
        rate_principle(db(), by=me(), review_id=review_id, principle=principle, choice=choice)
    except InvalidInput as error:
        if wants_pieces():
            return not_accepted(error)
        review = read_review(db(), by=me(), review_id=review_id)
        return desk_page(desk_of(review), errors=error.messages)
    review = read_review(db(), by=me(), review_id=review_id)
    if wants_pieces():
        return jsonify(rated=len(review.ratings))
    return to_desk(review, f"rating-{name}")
