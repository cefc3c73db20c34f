"""Weeks of the queue are put off until a day, and woken."""

from datetime import date, timedelta
from uuid import UUID

from flask import Blueprint, flash, render_template, request
from flask.typing import ResponseReturnValue

from fidelity.usecases.errors import InvalidInput
from fidelity.usecases.snooze_week import find_snooze, snooze_week, wake_week
from fidelity.web.claims import say_why_not
from fidelity.web.deps import db, me
from fidelity.web.filters import nice_date
from fidelity.web.mondays import monday_from
from fidelity.web.queue_address import as_arguments, filters_from_address, to_queue
from models import now

bp = Blueprint("snoozes", __name__, url_prefix="/queue/<uuid:case_id>/<monday>")
bp.register_error_handler(InvalidInput, say_why_not)


@bp.route("/put-off", methods=["GET", "POST"])
def put_off(case_id: UUID, monday: str) -> ResponseReturnValue:
    """Until when, and why."""
    day = monday_from(monday)
    if request.method == "GET":
        return _form(case_id, day, {})
    form = request.form
    try:
        snooze = snooze_week(
            db(),
            by=me(),
            case_id=case_id,
            monday=day,
            until=form.get("until", ""),
            reason=form.get("reason", ""),
            is_beyond_agreed=form.get("is_beyond") == "yes",
        )
    except InvalidInput as error:
        if "share" in error.messages:
            raise
        return _form(case_id, day, error.messages), 422
    flash(f"The week is put off. It comes back on {nice_date(snooze.until)}.")
    return to_queue(case_id, monday)


@bp.post("/wake")
def wake(case_id: UUID, monday: str) -> ResponseReturnValue:
    """Back in the queue now."""
    wake_week(db(), by=me(), case_id=case_id, monday=monday_from(monday))
    flash("The week is back in the queue.")
    return to_queue(case_id, monday)


def _form(case_id: UUID, monday: date, errors: dict[str, str]) -> str:
    locked = find_snooze(db(), by=me(), case_id=case_id, monday=monday)
    form = request.form
    return render_template(
        "queue/put_off.html",
        case=locked.case,
        monday=monday,
        due=locked.due,
        is_over=locked.due <= now(),
        until=form.get("until", ""),
        reason=form.get("reason", ""),
        tomorrow=date.today() + timedelta(days=1),
        asks_beyond="is_beyond" in errors or "is_beyond" in form,
        kept=as_arguments(filters_from_address()),
        errors=errors,
    )
