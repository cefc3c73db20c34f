"""How a person is told what waits for them."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from fidelity.usecases.choose_digest import choose_digest
from fidelity.usecases.errors import InvalidInput
from fidelity.usecases.own_choices import read_choices
from fidelity.web.deps import db, me, settings
from models import Digest

bp = Blueprint("digests", __name__)

_DONE = {
    Digest.NEVER: "You are told nothing by email.",
    Digest.DAILY: "You are told every day on which something waits for you.",
    Digest.WEEKLY: "You are told once a week, the day before your first consultation.",
}


@bp.route("/account/told", methods=["GET", "POST"])
def told() -> ResponseReturnValue:
    """Never, every day or every week; or why it cannot be chosen."""
    is_offered = settings().is_mail_set_up
    if request.method == "GET":
        return _page((read_choices(db(), me()).digest or Digest.NEVER).value, {})
    chosen = request.form.get("digest", "")
    try:
        digest = choose_digest(db(), by=me(), how_often=chosen, is_offered=is_offered)
    except InvalidInput as error:
        return _page(chosen, error.messages), 422
    flash(_DONE[digest])
    return redirect(url_for(".told"), 303)


def _page(chosen: str, errors: dict[str, str]) -> str:
    return render_template(
        "account/told.html",
        chosen=chosen,
        is_offered=settings().is_mail_set_up,
        hour=settings().digest_hour,
        errors=errors,
    )
