"""What becomes of the machine's suggestions at the desk: one at a time, and never all at once."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from uuid import UUID

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue

from fidelity.usecases.decide_suggestion import decide_suggestion, open_suggestion_of
from fidelity.usecases.errors import InvalidInput
from fidelity.usecases.mark_instead import mark_instead
from fidelity.usecases.read_review import read_review
from fidelity.usecases.show_suggestions import show_suggestions
from fidelity.web.deps import db, me
from fidelity.web.desk_answer import changed, desk_blueprint, not_accepted, uuid_or_none, wants_pieces
from fidelity.web.pointed_words import what_from
from models import Principle, Suggestion, Verdict, now

bp = desk_blueprint("suggestions", __name__)


@bp.post("/suggestions/<uuid:suggestion_id>")
def decide(review_id: UUID, suggestion_id: UUID) -> ResponseReturnValue:
    """Accept, reject or undo one. There is no address for all of them at once."""
    try:
        verdict = Verdict(request.form.get("verdict", ""))
    except ValueError:
        abort(400)
    suggestion = decide_suggestion(
        db(),
        by=me(),
        review_id=review_id,
        suggestion_id=suggestion_id,
        verdict=verdict,
        shown_at=_shown_at(request.form),
    )
    # An undo may take back a mark of any principle.
    return _answer(review_id, suggestion, also=Principle if verdict is Verdict.UNDONE else ())


@bp.get("/suggestions/<uuid:suggestion_id>/instead")
def other(review_id: UUID, suggestion_id: UUID) -> ResponseReturnValue:
    """Say what the words of one show instead."""
    return _other_page(review_id, suggestion_id, {})


@bp.post("/suggestions/<uuid:suggestion_id>/instead")
def instead(review_id: UUID, suggestion_id: UUID) -> ResponseReturnValue:
    """Reject one and mark its words as something else, in one step."""
    what = what_from(request.form)
    try:
        suggestion = mark_instead(
            db(),
            by=me(),
            review_id=review_id,
            suggestion_id=suggestion_id,
            shown_at=_shown_at(request.form),
            **what,
        )
    except InvalidInput as error:
        if wants_pieces():
            return not_accepted(error)
        return _other_page(review_id, suggestion_id, error.messages)
    return _answer(review_id, suggestion, also=filter(None, [what["principle"]]))


@bp.post("/suggestions/shown")
def shown(review_id: UUID) -> ResponseReturnValue:
    """The page says which ones came onto the screen."""
    ids = [key for text in request.form.getlist("id") if (key := uuid_or_none(text))]
    show_suggestions(db(), by=me(), review_id=review_id, suggestion_ids=ids)
    return "", 204


def _answer(
    review_id: UUID, suggestion: Suggestion, *, also: Iterable[Principle] = ()
) -> ResponseReturnValue:
    review = read_review(db(), by=me(), review_id=review_id)
    return changed(review, suggestion, f"suggestion-{suggestion.id}", also=also)


def _other_page(review_id: UUID, suggestion_id: UUID, errors: Mapping[str, str]) -> ResponseReturnValue:
    review = read_review(db(), by=me(), review_id=review_id)
    page = render_template(
        "reviews/instead.html",
        review=review,
        suggestion=open_suggestion_of(db(), review, suggestion_id),
        principles=list(Principle),
        typed=request.form,
        served=request.form.get("served", now().isoformat()),
        errors=errors,
    )
    return page, (422 if errors else 200)


def _shown_at(form: Mapping[str, str]) -> datetime | None:
    """When it was last brought onto the screen: a script counts the seconds, else the page was made then."""
    try:
        if "seconds" in form:
            return now() - timedelta(seconds=float(form["seconds"]))
        return datetime.fromisoformat(form.get("served", "")).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
