"""What became of something agreed: the therapist's answer, and what a rater saw of it."""

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from fidelity.usecases.anchor_words import Place
from fidelity.usecases.answer_action import answer_action, answer_as_rater
from fidelity.usecases.draft import NotYoursToWrite
from fidelity.usecases.errors import InvalidInput
from fidelity.usecases.find_evidence import WhichPlace
from fidelity.usecases.read_action import read_action
from fidelity.usecases.read_review import read_review
from fidelity.usecases.week_of import WeekNotOpen
from fidelity.web.deps import db, me
from fidelity.web.desk_answer import (
    PREFIX,
    cannot_write,
    desk_names,
    desk_of,
    desk_page,
    not_accepted,
    to_desk,
    uuid_or_none,
    wants_pieces,
)
from fidelity.web.mondays import monday_from
from fidelity.web.week_words import place_key, place_words
from models import ActionOutcome, NoteSection

bp = Blueprint("actions", __name__)
bp.register_error_handler(NotYoursToWrite, cannot_write)

#: A script that only puts pieces in place has no list to choose from.
_ONE_PLACE = {"quote": "These words stand in more than one place. Copy a longer piece"}
_ANSWER = "/cases/<uuid:case_id>/weeks/<monday>/actions/<uuid:action_id>"


@bp.get(_ANSWER)
def edit(case_id: UUID, monday: str, action_id: UUID) -> ResponseReturnValue:
    """Ask what became of it, and which words show it."""
    page = read_action(db(), by=me(), case_id=case_id, monday=monday_from(monday), action_id=action_id)
    return _page(page, _as_it_stands(page), {})


@bp.post(_ANSWER)
def answer(case_id: UUID, monday: str, action_id: UUID) -> ResponseReturnValue:
    """Keep the answer; an earlier one stays, and counts no more."""
    at: dict[str, Any] = {"case_id": case_id, "monday": monday_from(monday), "action_id": action_id}
    try:
        answer_action(db(), by=me(), **at, **_given())
    except WeekNotOpen:
        raise
    except InvalidInput as error:
        page = read_action(db(), by=me(), **at, is_again=True)
        return _page(page, request.form, error.messages, _choices(error)), 422
    flash("Your answer is saved. Whoever reviews the week sees it.")
    return redirect(url_for("weeks.show", case_id=case_id, monday=monday, _anchor="agreed"), code=303)


@bp.post(f"{PREFIX}/actions/<uuid:action_id>")
def seen(review_id: UUID, action_id: UUID) -> ResponseReturnValue:
    """Whether the rater saw it in the week, and where."""
    try:
        review = answer_as_rater(db(), by=me(), review_id=review_id, action_id=action_id, **_given())
    except InvalidInput as error:
        if wants_pieces():
            return not_accepted(InvalidInput(_ONE_PLACE) if isinstance(error, WhichPlace) else error)
        desk = desk_of(read_review(db(), by=me(), review_id=review_id))
        typed = {
            "id": action_id,
            "errors": error.messages,
            "choices": _choices(error),
            "form": request.form,
        }
        errors = {f"{field}-{action_id}": message for field, message in error.messages.items()}
        return desk_page(desk, errors=errors, seen=typed)
    anchor = f"agreed-{action_id}"
    if not wants_pieces():
        return to_desk(review, anchor)
    desk = desk_of(review)
    number, each = next((n, e) for n, e in enumerate(desk.agreed, start=1) if e.action.id == action_id)
    piece = render_template(
        "reviews/_agreed.html", each=each, number=number, review=desk.review, **desk_names(desk)
    )
    return jsonify(pieces={anchor: piece}, anchor=anchor)


@bp.errorhandler(WeekNotOpen)
def not_open(error: WeekNotOpen) -> ResponseReturnValue:
    """The address is one of a week that cannot be written in."""
    case_id = (request.view_args or {})["case_id"]
    return render_template("weeks/not_open.html", problem=error.messages["week"], case_id=case_id), 422


def _page(page: Any, form: Any, errors: dict[str, str], choices: Any = ()) -> str:
    return render_template(
        "actions/answer.html",
        page=page,
        case=page.case,
        monday=page.monday,
        form={name: form.get(name, "") for name in ("outcome", "text", "quote", "place")},
        errors=errors,
        choices=choices,
        sections=list(NoteSection),
    )


def _as_it_stands(page: Any) -> dict[str, str]:
    """The last answer, to be changed."""
    said = page.agreed.said
    if said is None:
        return {}
    shown = "" if said.place is None or said.place.is_withdrawn else said.answer.quote
    return {"outcome": said.answer.outcome.value, "text": said.answer.text, "quote": shown}


def _given() -> dict[str, Any]:
    outcome = request.form.get("outcome")
    return {
        "outcome": next((each for each in ActionOutcome if each.value == outcome), None),
        "text": request.form.get("text", ""),
        "quote": request.form.get("quote", ""),
        "place": _place(request.form.get("place", "")),
    }


def _place(key: str) -> Place | None:
    """A place as ``place_key`` spells it; what cannot be read means any place."""
    kind, _, rest = key.partition(":")
    if kind == "section":
        section = next((each for each in NoteSection if each.value == rest), None)
        return Place(section=section) if section else None
    turn, _, word = rest.partition(":")
    segment_id = uuid_or_none(turn)
    if kind != "turn" or segment_id is None or not (word.isascii() and word.isdigit() and len(word) < 9):
        return None
    return Place(segment_id=segment_id, word=int(word))


def _choices(error: InvalidInput) -> list[dict[str, str]]:
    """Places to choose from, as radios take them."""
    places = error.places if isinstance(error, WhichPlace) else []
    return [{"value": place_key(each), "text": place_words(each)} for each in places]
