"""A week of a case: its page, saying why there is nothing in it, and taking that back."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from fidelity.usecases.errors import InvalidInput
from fidelity.usecases.read_week import read_week
from fidelity.usecases.say_nothing_happened import open_week, say_nothing_happened, take_back_nothing
from fidelity.usecases.week_of import WeekNotOpen
from fidelity.web.deps import db, me
from fidelity.web.mondays import monday_from
from fidelity.web.week_words import GOALS, cover_sentences, due_sentence, outcome_words, state_words

bp = Blueprint("weeks", __name__, url_prefix="/cases/<uuid:case_id>/weeks/<monday>")
bp.add_app_template_global(due_sentence)
bp.add_app_template_global(cover_sentences)
bp.add_app_template_global(state_words)
bp.add_app_template_global(outcome_words)


@bp.get("")
def show(case_id: UUID, monday: str) -> ResponseReturnValue:
    """Everything that hangs on the week."""
    week = read_week(db(), by=me(), case_id=case_id, monday=monday_from(monday))
    return render_template("weeks/show.html", week=week, case=week.case, goals_in_words=GOALS)


@bp.get("/nothing")
def reason(case_id: UUID, monday: str) -> ResponseReturnValue:
    """Ask why there is nothing."""
    return _page(case_id, monday, {}), 200


@bp.post("/nothing")
def nothing(case_id: UUID, monday: str) -> ResponseReturnValue:
    """Keep the reason, or with ``do=take_back`` take it away."""
    day = monday_from(monday)
    if request.form.get("do") == "take_back":
        take_back_nothing(db(), by=me(), case_id=case_id, monday=day)
        flash("The week is open again.")
        return _to_week(case_id, monday)
    try:
        say_nothing_happened(
            db(), by=me(), case_id=case_id, monday=day, reason=request.form.get("reason", "")
        )
    except WeekNotOpen:
        raise
    except InvalidInput as error:
        return _page(case_id, monday, error.messages), 422
    flash("Saved. The week counts as one in which nothing happened.")
    return _to_week(case_id, monday)


@bp.errorhandler(WeekNotOpen)
def not_open(error: WeekNotOpen) -> ResponseReturnValue:
    """The address is one of a week that cannot be written in."""
    case_id = (request.view_args or {})["case_id"]
    return render_template("weeks/not_open.html", problem=error.messages["week"], case_id=case_id), 422


def _page(case_id: UUID, monday: str, errors: dict[str, str]) -> str:
    case, week = open_week(db(), by=me(), case_id=case_id, monday=monday_from(monday))
    return render_template(
        "weeks/nothing.html",
        case=case,
        monday=monday_from(monday),
        reason=request.form.get("reason", week.nothing_because or "" if week else ""),
        errors=errors,
    )


def _to_week(case_id: UUID, monday: str) -> ResponseReturnValue:
    return redirect(url_for(".show", case_id=case_id, monday=monday), code=303)
