"""The page in the place of feedback that was taken back: calm, without what stood in it."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from fidelity.permissions import Deed, may
from fidelity.usecases.errors import Blind, NotAllowed, NotFound
from fidelity.usecases.read_taken_back import read_taken_back
from fidelity.web.deps import db, me
from fidelity.web.errors import not_found


def tell_when_taken_back(bp: Blueprint) -> None:
    """For a blueprint of feedback: who follows a link to what is a draft again is told so."""
    bp.register_error_handler(NotFound, _gone_for_now)


def _gone_for_now(error: NotFound) -> ResponseReturnValue:
    """The page, or the usual one for what does not exist.

    Raters are led to the desk. What somebody was just typing is shown again, so that it can be copied.
    """
    review_id = (request.view_args or {}).get("review_id")
    if review_id is None or isinstance(error, Blind):
        return not_found(error)
    try:
        gone = read_taken_back(db(), by=me(), review_id=review_id)
    except (NotFound, NotAllowed):
        return not_found(error)
    week = gone.review.week
    if may(me(), Deed.READ_REVIEW, case=week.case):
        monday = week.starts_on.isoformat()
        return redirect(url_for("reviews.desk", case_id=week.case_id, monday=monday), 303)
    typed = request.form.get("text", "").strip() if request.method == "POST" else ""
    page = render_template("feedback/taken_back.html", gone=gone, review=gone.review, typed=typed)
    return page, (409 if request.method == "POST" else 200)
