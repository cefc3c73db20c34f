"""Saying why there is nothing in a week, and taking that back."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from fidelity.usecases.errors import InvalidInput
from fidelity.usecases.say_nothing_happened import open_week, say_nothing_happened, take_back_nothing
from fidelity.usecases.week_of import WeekNotOpen
from fidelity.web.deps import db, me
from fidelity.web.mondays import monday_from

bp = Blueprint("weeks", __name__, url_prefix="/cases/<uuid:case_id>/weeks/<monday>/nothing")


@bp.get("")
def reason(case_id: UUID, monday: str) -> ResponseReturnValue:
    """Ask why there is nothing."""
    return _page(case_id, monday, {}), 200


@bp.post("")
def nothing(case_id: UUID, monday: str) -> ResponseReturnValue:
    """Keep the reason, or with ``do=take_back`` take it away."""
    day = monday_from(monday)
    if request.form.get("do") == "take_back":
        take_back_nothing(db(), by=me(), case_id=case_id, monday=day)
        flash("The week is open again.")
        return _to_case(case_id)
    try:
        say_nothing_happened(
            db(), by=me(), case_id=case_id, monday=day, reason=request.form.get("reason", "")
        )
    except WeekNotOpen:
        raise
    except InvalidInput as error:
        return _page(case_id, monday, error.messages), 422
    flash("Saved. The week counts as one in which nothing happened.")
    return _to_case(case_id)


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


def _to_case(case_id: UUID) -> ResponseReturnValue:
    return redirect(url_for("cases.show", case_id=case_id), code=303)
