"""A rater's own marks, and the page on which words are pointed at without a mouse or a script."""

from collections.abc import Mapping
from uuid import UUID

from flask import render_template, request
from flask.typing import ResponseReturnValue

from fidelity.usecases.add_mark import add_mark
from fidelity.usecases.anchor_words import Place, words_at
from fidelity.usecases.errors import InvalidInput
from fidelity.usecases.read_review import read_review
from fidelity.usecases.remove_mark import remove_mark
from fidelity.web.deps import db, me
from fidelity.web.desk_answer import changed, desk_blueprint, not_accepted, wants_pieces
from fidelity.web.pointed_words import near_from, place_from, what_from
from models import Principle

bp = desk_blueprint("marks", __name__)


@bp.get("/words")
def new(review_id: UUID) -> ResponseReturnValue:
    """Mark or comment on words of one turn or section."""
    return words_page(review_id, place_from(request.args), {})


@bp.post("/marks")
def create(review_id: UUID) -> ResponseReturnValue:
    """Mark words."""
    form = request.form
    place = place_from(form)
    try:
        mark = add_mark(
            db(),
            by=me(),
            review_id=review_id,
            place=place,
            quote=form.get("quote", ""),
            near=near_from(form),
            **what_from(form),
        )
    except InvalidInput as error:
        return not_accepted(error) if wants_pieces() else words_page(review_id, place, error.messages)
    review = read_review(db(), by=me(), review_id=review_id)
    return changed(review, mark, f"mark-{mark.id}")


@bp.post("/marks/<uuid:mark_id>/remove")
def remove(review_id: UUID, mark_id: UUID) -> ResponseReturnValue:
    """Take a mark back."""
    mark = remove_mark(db(), by=me(), review_id=review_id, mark_id=mark_id)
    review = read_review(db(), by=me(), review_id=review_id)
    return changed(review, mark, f"evidence-{mark.principle.value}")


def words_page(review_id: UUID, place: Place, errors: Mapping[str, str]) -> ResponseReturnValue:
    """The form for words; what was typed stays in it."""
    review = read_review(db(), by=me(), review_id=review_id)
    page = render_template(
        "reviews/words.html",
        review=review,
        place=place,
        text=words_at(db(), review, place),
        typed=request.form,
        errors=errors,
        principles=list(Principle),
    )
    return page, (422 if errors else 200)
