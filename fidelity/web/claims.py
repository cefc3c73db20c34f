"""Weeks of the queue are taken, given back, handed over and taken over."""

from uuid import UUID

from flask import Blueprint, flash, render_template, request
from flask.typing import ResponseReturnValue

from fidelity.consultation import clock_of
from fidelity.usecases.claim_week import claim_week, give_back_week
from fidelity.usecases.errors import InvalidInput
from fidelity.usecases.hand_over_week import find_hand_over, hand_over_week, take_over_week
from fidelity.web import choices
from fidelity.web.deps import db, me, settings
from fidelity.web.desk_answer import uuid_or_none
from fidelity.web.mondays import monday_from
from fidelity.web.queue_address import as_arguments, filters_from_address, to_queue
from models import now

bp = Blueprint("claims", __name__, url_prefix="/queue/<uuid:case_id>/<monday>")


@bp.errorhandler(InvalidInput)
def say_why_not(error: InvalidInput) -> ResponseReturnValue:
    """Somebody was faster, or it is not theirs: say so at the place of the week."""
    flash(next(iter(error.messages.values())) + ".")
    where = request.view_args or {}
    return to_queue(where["case_id"], where["monday"])


@bp.post("/claim")
def take(case_id: UUID, monday: str) -> ResponseReturnValue:
    """Theirs for some hours."""
    claim = claim_week(
        db(), by=me(), case_id=case_id, monday=monday_from(monday), hours=settings().claim_hours
    )
    flash(
        f"The week is yours until {clock_of(claim.expires_at, now())}, and longer once you begin its review."
    )
    return to_queue(case_id, monday)


@bp.post("/give-back")
def give_back(case_id: UUID, monday: str) -> ResponseReturnValue:
    """Anybody's again."""
    give_back_week(db(), by=me(), case_id=case_id, monday=monday_from(monday))
    flash("The week is free again.")
    return to_queue(case_id, monday)


@bp.post("/take-over")
def take_over(case_id: UUID, monday: str) -> ResponseReturnValue:
    """From somebody who is away, or who has left the team."""
    take_over_week(db(), by=me(), case_id=case_id, monday=monday_from(monday), hours=settings().claim_hours)
    flash("The week is yours now, with everything that was written.")
    return to_queue(case_id, monday)


@bp.route("/hand-over", methods=["GET", "POST"])
def hand_over(case_id: UUID, monday: str) -> ResponseReturnValue:
    """To whom, and a line of why."""
    day, form = monday_from(monday), request.form
    if request.method == "GET":
        return _hand_over(case_id, monday, {})
    try:
        to = hand_over_week(
            db(),
            by=me(),
            case_id=case_id,
            monday=day,
            to_id=uuid_or_none(form.get("to")),
            why=form.get("why", ""),
            hours=settings().claim_hours,
        )
    except InvalidInput as error:
        if "share" in error.messages:
            raise
        return _hand_over(case_id, monday, error.messages), 422
    flash(f"{to.name} has the week now.")
    return to_queue(case_id, monday)


def _hand_over(case_id: UUID, monday: str, errors: dict[str, str]) -> str:
    found = find_hand_over(db(), by=me(), case_id=case_id, monday=monday_from(monday))
    return render_template(
        "queue/hand_over.html",
        case=found.locked.case,
        monday=found.locked.week.starts_on,
        has_draft=found.locked.draft is not None,
        people=choices.people(found.people, request.form.get("to", "")),
        has_people=bool(found.people),
        why=request.form.get("why", ""),
        kept=as_arguments(filters_from_address()),
        errors=errors,
    )
