"""The review desk: look at a week, begin its review, see it as the therapist will, publish."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from fidelity.usecases.draft import NotYoursToWrite
from fidelity.usecases.errors import InvalidInput
from fidelity.usecases.publish_review import publish_review
from fidelity.usecases.read_desk import read_desk
from fidelity.usecases.read_newer_note import read_newer_note
from fidelity.usecases.read_review import preview_feedback, read_review
from fidelity.usecases.start_review import start_review
from fidelity.usecases.what_is_missing import what_is_missing
from fidelity.web.deps import db, me
from fidelity.web.desk_answer import PREFIX, cannot_write, desk_names, desk_of, desk_page, to_desk
from fidelity.web.mondays import monday_from

bp = Blueprint("reviews", __name__)
bp.register_error_handler(NotYoursToWrite, cannot_write)


@bp.get("/cases/<uuid:case_id>/weeks/<monday>/review")
def desk(case_id: UUID, monday: str) -> ResponseReturnValue:
    """The week and its review. Looking begins nothing."""
    return desk_page(read_desk(db(), by=me(), case_id=case_id, monday=monday_from(monday)))


@bp.post("/cases/<uuid:case_id>/weeks/<monday>/review")
def start(case_id: UUID, monday: str) -> ResponseReturnValue:
    """Begin the review, or go to the one that is there."""
    try:
        review = start_review(db(), by=me(), case_id=case_id, monday=monday_from(monday))
    except InvalidInput as error:
        flash(error.messages["start"] + ".")
        return redirect(url_for(".desk", case_id=case_id, monday=monday), code=303)
    return to_desk(review)


@bp.post(f"{PREFIX}/newer-note")
def newer_note(review_id: UUID) -> ResponseReturnValue:
    """Go over to the revision that was handed in since."""
    review = read_newer_note(db(), by=me(), review_id=review_id)
    flash("You are now reading the newest note.")
    return to_desk(review, "note")


@bp.get(f"{PREFIX}/preview")
def preview(review_id: UUID) -> ResponseReturnValue:
    """The feedback as the therapist will see it, and what is still missing."""
    feedback = preview_feedback(db(), by=me(), review_id=review_id)
    desk = desk_of(feedback.review)
    return render_template(
        "reviews/preview.html",
        feedback=feedback,
        review=feedback.review,
        missing=what_is_missing(db(), feedback.review),
        typed=None,
        errors={},
        **desk_names(desk),
    )


@bp.post(f"{PREFIX}/publish")
def publish(review_id: UUID) -> ResponseReturnValue:
    """Give it to the therapist."""
    try:
        review = publish_review(db(), by=me(), review_id=review_id)
    except InvalidInput as error:
        review = read_review(db(), by=me(), review_id=review_id)
        return desk_page(desk_of(review), errors=error.messages)
    flash("The review is published. The therapist can read it and reply.")
    return to_desk(review)
