"""The review desk: look at a week, begin its review, see it as the therapist will, publish."""

from collections.abc import Mapping
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from fidelity.usecases.draft import NotYoursToWrite
from fidelity.usecases.errors import InvalidInput, NotAllowed
from fidelity.usecases.publish_review import publish_review
from fidelity.usecases.read_desk import read_desk
from fidelity.usecases.read_newer_note import read_newer_note
from fidelity.usecases.read_review import preview_feedback, read_review
from fidelity.usecases.reveal_suggestions import reveal_suggestions
from fidelity.usecases.start_review import start_review
from fidelity.usecases.take_back_review import can_take_back, take_back_review
from fidelity.usecases.what_is_missing import what_is_missing
from fidelity.web.deps import db, me, settings
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


@bp.post(f"{PREFIX}/reveal")
def reveal(review_id: UUID) -> ResponseReturnValue:
    """Look at the suggestions, once all nine are rated."""
    try:
        review = reveal_suggestions(db(), by=me(), review_id=review_id)
    except InvalidInput as error:
        review = read_review(db(), by=me(), review_id=review_id)
        return desk_page(desk_of(review), errors=error.messages)
    flash("You see the machine’s suggestions now. Your ratings from before are kept.")
    return to_desk(review, "principles")


@bp.get(f"{PREFIX}/preview")
def preview(review_id: UUID) -> ResponseReturnValue:
    """The feedback as the therapist will see it, and what is still missing."""
    feedback = preview_feedback(db(), by=me(), review_id=review_id)
    # Of a long session nothing is shown but that on which something hangs.
    desk = desk_of(feedback.review, only_touched=True)
    return render_template(
        "reviews/preview.html",
        feedback=feedback,
        review=feedback.review,
        missing=what_is_missing(db(), feedback.review),
        take_back_minutes=settings().take_back_minutes,
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


@bp.get(f"{PREFIX}/take-back")
def confirm_taking_back(review_id: UUID) -> ResponseReturnValue:
    """What taking back means, and why it is done."""
    review = read_review(db(), by=me(), review_id=review_id)
    if review.by_id != me().id:
        raise NotAllowed
    return _taking_back(review_id, {})


@bp.post(f"{PREFIX}/take-back")
def take_back(review_id: UUID) -> ResponseReturnValue:
    """Make it a draft again."""
    try:
        review = take_back_review(
            db(),
            by=me(),
            review_id=review_id,
            reason=request.form.get("reason", ""),
            minutes=settings().take_back_minutes,
        )
    except InvalidInput as error:
        return _taking_back(review_id, error.messages)
    flash("The feedback is taken back. It is a draft again, and the therapist is told so.")
    return to_desk(review)


def _taking_back(review_id: UUID, errors: Mapping[str, str]) -> ResponseReturnValue:
    review = read_review(db(), by=me(), review_id=review_id)
    page = render_template(
        "reviews/take_back.html",
        review=review,
        possible=can_take_back(db(), me(), review, minutes=settings().take_back_minutes),
        typed=request.form,
        errors=errors,
    )
    return page, (422 if errors else 200)
