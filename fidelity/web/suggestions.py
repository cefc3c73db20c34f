"""What becomes of the machine's suggestions at the desk."""

from uuid import UUID

from flask import abort, request
from flask.typing import ResponseReturnValue

from fidelity.usecases.decide_suggestion import decide_suggestion
from fidelity.usecases.read_review import read_review
from fidelity.usecases.show_suggestions import show_suggestions
from fidelity.web.deps import db, me
from fidelity.web.desk_answer import changed, desk_blueprint, uuid_or_none
from models import Verdict

bp = desk_blueprint("suggestions", __name__)


@bp.post("/suggestions/<uuid:suggestion_id>")
def decide(review_id: UUID, suggestion_id: UUID) -> ResponseReturnValue:
    """Accept, reject or undo one. There is no address for all of them at once."""
    try:
        verdict = Verdict(request.form.get("verdict", ""))
    except ValueError:
        abort(400)
    suggestion = decide_suggestion(
        db(), by=me(), review_id=review_id, suggestion_id=suggestion_id, verdict=verdict
    )
    review = read_review(db(), by=me(), review_id=review_id)
    return changed(review, suggestion, f"suggestion-{suggestion_id}")


@bp.post("/suggestions/shown")
def shown(review_id: UUID) -> ResponseReturnValue:
    """The page says which ones came onto the screen."""
    ids = [key for text in request.form.getlist("id") if (key := uuid_or_none(text))]
    show_suggestions(db(), by=me(), review_id=review_id, suggestion_ids=ids)
    return "", 204
