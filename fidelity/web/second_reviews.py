"""Second ratings: ask for one, take it, give it back, the desk for it, hand it in."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from fidelity.usecases.ask_second_look import ask_second_look
from fidelity.usecases.draft import NotYoursToWrite
from fidelity.usecases.errors import InvalidInput
from fidelity.usecases.hand_in_second_review import hand_in_second_review
from fidelity.usecases.list_second_looks import list_second_looks
from fidelity.usecases.pass_on_second import find_pass_on, pass_on_second
from fidelity.usecases.read_desk import read_desk
from fidelity.usecases.read_review import read_review
from fidelity.usecases.start_review import start_review
from fidelity.usecases.take_second_look import give_back_second_look, take_second_look
from fidelity.web.deps import db, me
from fidelity.web.desk_answer import PREFIX, cannot_write, desk_of, desk_page, to_desk, uuid_or_none
from fidelity.web.mondays import monday_from
from models import Rater, now

bp = Blueprint("second_reviews", __name__)
bp.register_error_handler(NotYoursToWrite, cannot_write)

#: On the page to pass one on: whoever takes it.
ANYBODY = "anybody"
_WEEK = "/cases/<uuid:case_id>/weeks/<monday>/second-review"


@bp.get("/second-ratings")
def index() -> ResponseReturnValue:
    """What waits for this person."""
    return render_template("second_reviews/index.html", looks=list_second_looks(db(), by=me()), moment=now())


@bp.get(_WEEK)
def desk(case_id: UUID, monday: str) -> ResponseReturnValue:
    """The week as the second rater sees it. Looking begins nothing."""
    seen = read_desk(db(), by=me(), case_id=case_id, monday=monday_from(monday), rater=Rater.SECOND)
    return desk_page(seen)


@bp.post(_WEEK)
def start(case_id: UUID, monday: str) -> ResponseReturnValue:
    """Take it, if nobody has, and begin."""
    try:
        review = start_review(db(), by=me(), case_id=case_id, monday=monday_from(monday), rater=Rater.SECOND)
    except InvalidInput as error:
        return _said(error.messages["start"])
    return to_desk(review)


@bp.post(f"{_WEEK}/ask")
def ask(case_id: UUID, monday: str) -> ResponseReturnValue:
    """Have the week rated a second time."""
    try:
        ask_second_look(db(), by=me(), case_id=case_id, monday=monday_from(monday))
    except InvalidInput as error:
        flash(error.messages["ask"] + ".")
    else:
        flash(
            "This week waits for a second rating. Whoever does it does not see the first until both are done."
        )
    if review_id := uuid_or_none(request.form.get("review_id")):
        return redirect(url_for("feedback.show", review_id=review_id), code=303)
    return redirect(url_for("reviews.desk", case_id=case_id, monday=monday), code=303)


@bp.post(f"{_WEEK}/take")
def take(case_id: UUID, monday: str) -> ResponseReturnValue:
    """It is this person's now."""
    try:
        take_second_look(db(), by=me(), case_id=case_id, monday=monday_from(monday))
    except InvalidInput as error:
        return _said(error.messages["start"])
    return _said("This second rating is yours. The first review is closed to you until yours is handed in")


@bp.post(f"{_WEEK}/give-back")
def give_back(case_id: UUID, monday: str) -> ResponseReturnValue:
    """Others can take it again."""
    try:
        give_back_second_look(db(), by=me(), case_id=case_id, monday=monday_from(monday))
    except InvalidInput as error:
        return _said(error.messages["start"])
    return _said("You have given the second rating back. Somebody else can take it")


@bp.route(f"{_WEEK}/pass-on", methods=["GET", "POST"])
def pass_on(case_id: UUID, monday: str) -> ResponseReturnValue:
    """What they have begun goes to somebody else, who starts with their own."""
    day, to, errors = monday_from(monday), request.form.get("to", ""), {}
    if request.method == "POST":
        try:
            taker = pass_on_second(db(), by=me(), case_id=case_id, monday=day, to_id=_chosen(to))
            who = f"{taker.name} has it now" if taker else "Somebody else can take it"
            return _said(f"You have passed the second rating on. {who}. Whatever you had written is kept")
        except InvalidInput as error:
            if "start" in error.messages:
                return _said(error.messages["start"])
            errors = error.messages
    found = find_pass_on(db(), by=me(), case_id=case_id, monday=day)
    page = render_template(
        "second_reviews/pass_on.html",
        case=found.locked.case,
        monday=day,
        has_work=found.has_work,
        people=found.people,
        to=to,
        errors=errors,
    )
    return page, (422 if errors else 200)


def _chosen(to: str) -> UUID | None:
    """A person's key, or nothing for anybody; InvalidInput for what is neither."""
    if to != ANYBODY and uuid_or_none(to) is None:
        raise InvalidInput({"to": "Select who takes it, or anybody"})
    return uuid_or_none(to)


@bp.post(f"{PREFIX}/hand-in")
def hand_in(review_id: UUID) -> ResponseReturnValue:
    """The second rating is done."""
    try:
        review = hand_in_second_review(db(), by=me(), review_id=review_id)
    except InvalidInput as error:
        review = read_review(db(), by=me(), review_id=review_id)
        return desk_page(desk_of(review), errors=error.messages)
    flash("Your second rating is handed in.")
    return to_desk(review)


def _said(sentence: str) -> ResponseReturnValue:
    flash(sentence + ".")
    to_queue = request.form.get("next") == "queue"
    return redirect(url_for("queue.show" if to_queue else ".index"), code=303)
