"""What a rater says about words."""

from uuid import UUID

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from fidelity.permissions import Deed, may
from fidelity.usecases.add_comment import add_comment
from fidelity.usecases.answer_reply import answer_reply
from fidelity.usecases.change_comment import change_comment, remove_comment
from fidelity.usecases.errors import InvalidInput
from fidelity.usecases.read_review import read_review
from fidelity.usecases.reply_to_feedback import About
from fidelity.usecases.resolve_comment import resolve_comment
from fidelity.web.deps import db, me
from fidelity.web.desk_answer import changed, desk_blueprint, desk_of, desk_page, not_accepted, wants_pieces
from fidelity.web.marks import words_page
from fidelity.web.pointed_words import near_from, place_from
from models import Comment, Review

bp = desk_blueprint("comments", __name__)


@bp.post("/comments")
def create(review_id: UUID) -> ResponseReturnValue:
    """Comment on words."""
    form = request.form
    place = place_from(form)
    try:
        comment = add_comment(
            db(),
            by=me(),
            review_id=review_id,
            place=place,
            quote=form.get("quote", ""),
            near=near_from(form),
            text=form.get("text", ""),
        )
    except InvalidInput as error:
        return not_accepted(error) if wants_pieces() else words_page(review_id, place, error.messages)
    return changed(read_review(db(), by=me(), review_id=review_id), comment, f"comment-{comment.id}")


@bp.post("/comments/<uuid:comment_id>")
def change(review_id: UUID, comment_id: UUID) -> ResponseReturnValue:
    """Reword it."""
    text, was = request.form.get("text", ""), request.form.get("was")
    try:
        comment = change_comment(
            db(), by=me(), review_id=review_id, comment_id=comment_id, text=text, was=was
        )
    except InvalidInput as error:
        if wants_pieces():
            return not_accepted(error)
        review = read_review(db(), by=me(), review_id=review_id)
        return desk_page(
            desk_of(review),
            errors={f"text-{comment_id}": error.messages["text"]},
            reworded={comment_id: text},
        )
    return changed(read_review(db(), by=me(), review_id=review_id), comment, f"comment-{comment_id}")


@bp.post("/comments/<uuid:comment_id>/remove")
def remove(review_id: UUID, comment_id: UUID) -> ResponseReturnValue:
    """Take it back."""
    comment = remove_comment(db(), by=me(), review_id=review_id, comment_id=comment_id)
    if not wants_pieces():
        flash("The comment is removed.")
    anchor = (
        f"turn-{comment.segment_id}"
        if comment.segment_id
        else f"note-{comment.section and comment.section.value}"
    )
    return changed(read_review(db(), by=me(), review_id=review_id), comment, anchor)


@bp.post("/comments/<uuid:comment_id>/resolve")
def resolve(review_id: UUID, comment_id: UUID) -> ResponseReturnValue:
    """Settle it, or open it again."""
    is_resolved = request.form.get("resolved") == "yes"
    comment = resolve_comment(
        db(), by=me(), review_id=review_id, comment_id=comment_id, is_resolved=is_resolved
    )
    return _in_thread(review_id, comment)


@bp.post("/comments/<uuid:comment_id>/answers")
def answer(review_id: UUID, comment_id: UUID) -> ResponseReturnValue:
    """Answer the therapist from the desk."""
    text = request.form.get("text", "")
    try:
        reply = answer_reply(
            db(), by=me(), review_id=review_id, about=About(comment_id=comment_id), text=text
        )
    except InvalidInput as error:
        if wants_pieces():
            return not_accepted(error)
        review = db().get_one(Review, review_id)
        if not may(me(), Deed.READ_REVIEW, case=review.week.case):
            flash(error.messages["text"] + ".")
            return redirect(url_for("feedback.show", review_id=review_id), code=303)
        errors = {f"answer-{comment_id}": error.messages["text"]}
        return desk_page(desk_of(review), errors=errors, answered={comment_id: text})
    return _in_thread(review_id, db().get_one(Comment, reply.comment_id))


def _in_thread(review_id: UUID, comment: Comment) -> ResponseReturnValue:
    """Back to where the person reads the thread: the desk, or for a therapist the feedback."""
    review = db().get_one(Review, review_id)
    anchor = f"comment-{comment.id}"
    if not may(me(), Deed.READ_REVIEW, case=review.week.case):
        return redirect(url_for("feedback.show", review_id=review_id, _anchor=anchor), code=303)
    return changed(review, comment, anchor)
