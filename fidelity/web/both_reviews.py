"""Two raters' work side by side, and what they agree on."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from fidelity.usecases.errors import InvalidInput
from fidelity.usecases.read_both import read_both
from fidelity.usecases.settle_difference import settle_difference
from fidelity.web.deps import db, me
from fidelity.web.difference import difference, given
from fidelity.web.mondays import monday_from
from models import Principle

bp = Blueprint("both_reviews", __name__, url_prefix="/cases/<uuid:case_id>/weeks/<monday>/both")


@bp.get("")
def show(case_id: UUID, monday: str) -> ResponseReturnValue:
    """Principle by principle, with the words behind each rating."""
    return _page(case_id, monday)


@bp.post("/<name>")
def settle(case_id: UUID, monday: str, name: str) -> ResponseReturnValue:
    """Say what counts for one principle, and why."""
    try:
        principle = Principle(name)
    except ValueError:
        raise NotFound from None
    choice, why = request.form.get("choice", ""), request.form.get("why", "")
    try:
        settle_difference(
            db(),
            by=me(),
            case_id=case_id,
            monday=monday_from(monday),
            principle=principle,
            choice=choice,
            why=why,
        )
    except InvalidInput as error:
        typed = {"principle": principle, "choice": choice, "why": why}
        return _page(case_id, monday, typed=typed, errors=error.messages), 422
    flash("It is settled. The therapist sees it beside the first rating.")
    return redirect(url_for(".show", case_id=case_id, monday=monday, _anchor=name), code=303)


def _page(
    case_id: UUID,
    monday: str,
    *,
    typed: dict[str, object] | None = None,
    errors: dict[str, str] | None = None,
) -> str:
    both = read_both(db(), by=me(), case_id=case_id, monday=monday_from(monday), is_looked_at=errors is None)
    return render_template(
        "second_reviews/both.html",
        both=both,
        typed=typed,
        errors=errors or {},
        difference=difference,
        given=given,
    )
