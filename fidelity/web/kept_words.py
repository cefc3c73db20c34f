"""Two versions of a review's words: what stands, and what was typed elsewhere and kept."""

from collections.abc import Mapping
from uuid import UUID

from flask import flash, render_template, request
from flask.typing import ResponseReturnValue

from fidelity.casenotes.differences import Piece, differences
from fidelity.usecases.errors import Clash, InvalidInput
from fidelity.usecases.merge_review_words import FIELDS, differing
from fidelity.usecases.read_kept_words import TwoVersions, read_kept_words
from fidelity.usecases.settle_review_words import settle_review_words
from fidelity.web.deps import db, me
from fidelity.web.desk_answer import desk_blueprint, to_desk
from fidelity.web.filters import in_words
from models import Principle

bp = desk_blueprint("kept_words", __name__)

_NAMES = {
    "strengths": "Strengths",
    "barriers": "Barriers",
    "next_steps": "Next steps",
    "actions": "Agreed for next week",
}


@bp.get("/kept/<uuid:kept_id>")
def show(review_id: UUID, kept_id: UUID) -> ResponseReturnValue:
    """Both, with what differs."""
    return both_versions(review_id, kept_id)


@bp.post("/kept/<uuid:kept_id>")
def settle(review_id: UUID, kept_id: UUID) -> ResponseReturnValue:
    """Keep, field by field, one version or both."""
    try:
        review = settle_review_words(
            db(),
            by=me(),
            review_id=review_id,
            kept_id=kept_id,
            based_on=request.form.get("number", -1, type=int),
            choices={
                name.removeprefix("keep-"): choice
                for name, choice in request.form.items()
                if name.startswith("keep-")
            },
        )
    except InvalidInput as error:
        return both_versions(review_id, kept_id, error.messages, 422)
    except Clash:
        db().rollback()
        return both_versions(review_id, kept_id, status=409)
    flash("Both versions have been looked at. What you chose is saved.")
    return to_desk(review, "words")


def both_versions(
    review_id: UUID, kept_id: UUID, errors: Mapping[str, str] | None = None, status: int = 200
) -> ResponseReturnValue:
    """The page on which a person chooses; nothing of either goes before that."""
    found = read_kept_words(db(), by=me(), review_id=review_id, kept_id=kept_id)
    page = render_template(
        "reviews/clash.html",
        found=found,
        review=found.review,
        names=_NAMES | {each.name: _why_name(each.principle) for each in found.whys},
        differing=differing(found.mine, found.theirs) + [each.name for each in found.whys],
        pieces=_pieces(found),
        chosen=request.form,
        errors=errors or {},
    )
    return page, status


def _why_name(principle: Principle) -> str:
    return f"Why: {in_words(principle)}"


def _pieces(found: TwoVersions) -> dict[str, list[Piece]]:
    texts = {
        name: (getattr(found.theirs, name), getattr(found.mine, name)) for name in FIELDS if name != "actions"
    }
    texts |= {each.name: (each.theirs or "", each.mine) for each in found.whys}
    return {name: differences(*both) for name, both in texts.items()}
