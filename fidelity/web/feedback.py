"""Published feedback: the list, the page, replies and ticks."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from fidelity.permissions import Deed, teams_where
from fidelity.usecases.answer_reply import answer_reply
from fidelity.usecases.errors import InvalidInput
from fidelity.usecases.finish_action import finish_action
from fidelity.usecases.list_feedback import Only, list_feedback
from fidelity.usecases.read_feedback import read_feedback
from fidelity.usecases.reply_to_feedback import About, reply_to_feedback
from fidelity.usecases.take_back_reply import take_back_reply
from fidelity.web.deps import db, me
from fidelity.web.taken_back import tell_when_taken_back

bp = Blueprint("feedback", __name__, url_prefix="/feedback")
tell_when_taken_back(bp)

#: What the list can be narrowed to, as its links say it.
_KINDS = {None: "All", Only.CONTESTED: "Contested", Only.OPEN: "Contested and not settled"}


@bp.get("")
def index() -> ResponseReturnValue:
    """The person's feedback, or their teams', newest first."""
    only = next((each for each in Only if each.value == request.args.get("only")), None)
    page = request.args.get("page", 1, type=int)
    listed = list_feedback(db(), by=me(), only=only, page=page)
    rates = teams_where(me(), Deed.RATE_SECOND) != set()
    return render_template("feedback/index.html", listed=listed, only=only, kinds=_KINDS, rates=rates)


@bp.get("/<uuid:review_id>")
def show(review_id: UUID) -> ResponseReturnValue:
    """Everything that was said about one week, and the replies."""
    feedback = read_feedback(db(), by=me(), review_id=review_id)
    return render_template("feedback/show.html", feedback=feedback, typed=None)


@bp.post("/<uuid:review_id>/replies")
def reply(review_id: UUID) -> ResponseReturnValue:
    """Accept, explain or contest."""
    about, about_id = _about(review_id)
    stance, text = request.form.get("stance", ""), request.form.get("text", "")
    try:
        reply_to_feedback(db(), by=me(), review_id=review_id, about=about, stance=stance, text=text)
    except InvalidInput as error:
        errors = {f"{field}-{about_id}": message for field, message in error.messages.items()}
        return _again(review_id, {"id": about_id, "stance": stance, "text": text, "is_answer": False}, errors)
    flash("Your reply is saved. Everyone who may read this feedback can see it.")
    return _back(review_id, about_id)


@bp.post("/<uuid:review_id>/answers")
def answer(review_id: UUID) -> ResponseReturnValue:
    """Answer in a thread."""
    about, about_id = _about(review_id)
    text = request.form.get("text", "")
    try:
        answer_reply(db(), by=me(), review_id=review_id, about=about, text=text)
    except InvalidInput as error:
        typed = {"id": about_id, "stance": "", "text": text, "is_answer": True}
        return _again(review_id, typed, {f"answer-{about_id}": error.messages["text"]})
    flash("Your answer is saved. Everyone who may read this feedback can see it.")
    return _back(review_id, about_id)


@bp.post("/<uuid:review_id>/replies/take-back")
def take_back(review_id: UUID) -> ResponseReturnValue:
    """Take back the reply that was just sent."""
    about, about_id = _about(review_id)
    try:
        take_back_reply(db(), by=me(), review_id=review_id, about=about)
    except InvalidInput as error:
        flash(error.messages["text"] + ".")
    else:
        flash("Your reply is taken back.")
    return _back(review_id, about_id)


@bp.post("/<uuid:review_id>/actions/<uuid:action_id>")
def action(review_id: UUID, action_id: UUID) -> ResponseReturnValue:
    """Tick an action, or take the tick back."""
    is_done = request.form.get("done") == "yes"
    finish_action(db(), by=me(), review_id=review_id, action_id=action_id, is_done=is_done)
    flash("The action is done." if is_done else "The action is open again.")
    return redirect(url_for(".show", review_id=review_id, _anchor="actions"), code=303)


def _about(review_id: UUID) -> tuple[About, UUID]:
    """What a form is about, and the key by which the page knows it."""
    about = About(rating_id=_key("rating_id"), mark_id=_key("mark_id"), comment_id=_key("comment_id"))
    return about, about.rating_id or about.mark_id or about.comment_id or review_id


def _again(review_id: UUID, typed: dict[str, object], errors: dict[str, str]) -> ResponseReturnValue:
    feedback = read_feedback(db(), by=me(), review_id=review_id, is_again=True)
    return render_template("feedback/show.html", feedback=feedback, typed=typed, errors=errors), 422


def _back(review_id: UUID, about_id: UUID) -> ResponseReturnValue:
    return redirect(url_for(".show", review_id=review_id, _anchor=f"replies-{about_id}"), code=303)


def _key(field: str) -> UUID | None:
    given = request.form.get(field)
    if not given:
        return None
    try:
        return UUID(given)
    except ValueError:
        raise NotFound from None
