"""Published feedback: the list, the page, replies and ticks."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from fidelity.usecases.errors import InvalidInput
from fidelity.usecases.finish_action import finish_action
from fidelity.usecases.list_feedback import list_feedback
from fidelity.usecases.read_feedback import read_feedback
from fidelity.usecases.reply_to_feedback import About, reply_to_feedback
from fidelity.web.deps import db, me

bp = Blueprint("feedback", __name__, url_prefix="/feedback")


@bp.get("")
def index() -> ResponseReturnValue:
    """The person's feedback, or their teams', newest first."""
    only_contested = request.args.get("only") == "contested"
    page = request.args.get("page", 1, type=int)
    listed = list_feedback(db(), by=me(), only_contested=only_contested, page=page)
    return render_template("feedback/index.html", listed=listed, only_contested=only_contested)


@bp.get("/<uuid:review_id>")
def show(review_id: UUID) -> ResponseReturnValue:
    """Everything that was said about one week, and the replies."""
    feedback = read_feedback(db(), by=me(), review_id=review_id)
    return render_template("feedback/show.html", feedback=feedback, typed=None)


@bp.post("/<uuid:review_id>/replies")
def reply(review_id: UUID) -> ResponseReturnValue:
    """Accept, explain or contest."""
    about = About(rating_id=_key("rating_id"), mark_id=_key("mark_id"), comment_id=_key("comment_id"))
    answered = about.rating_id or about.mark_id or about.comment_id or review_id
    stance, text = request.form.get("stance", ""), request.form.get("text", "")
    try:
        reply_to_feedback(db(), by=me(), review_id=review_id, about=about, stance=stance, text=text)
    except InvalidInput as error:
        feedback = read_feedback(db(), by=me(), review_id=review_id, is_again=True)
        errors = {f"{field}-{answered}": message for field, message in error.messages.items()}
        typed = {"id": answered, "stance": stance, "text": text}
        return render_template("feedback/show.html", feedback=feedback, typed=typed, errors=errors), 422
    flash("Your reply is saved. Everyone who may read this feedback can see it.")
    return redirect(url_for(".show", review_id=review_id, _anchor=f"replies-{answered}"), code=303)


@bp.post("/<uuid:review_id>/actions/<uuid:action_id>")
def action(review_id: UUID, action_id: UUID) -> ResponseReturnValue:
    """Tick an action, or take the tick back."""
    is_done = request.form.get("done") == "yes"
    finish_action(db(), by=me(), review_id=review_id, action_id=action_id, is_done=is_done)
    flash("The action is done." if is_done else "The action is open again.")
    return redirect(url_for(".show", review_id=review_id, _anchor="actions"), code=303)


def _key(field: str) -> UUID | None:
    given = request.form.get(field)
    if not given:
        return None
    try:
        return UUID(given)
    except ValueError:
        raise NotFound from None
