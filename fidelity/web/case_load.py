"""What each therapist of a team carries, and what is missing; and the rows behind each number."""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from fidelity.case_load import Agreement, CaseLoad, NoteState, lengths
from fidelity.standards import Standard, within
from fidelity.usecases.paging import page_of
from fidelity.usecases.read_case_load import CLOSED_WITHIN, WEEKS, CaseLoadPage, read_case_load
from fidelity.web.deps import db, me

bp = Blueprint("case_load", __name__, url_prefix="/teams/<uuid:team_id>/case-load")

#: What is listed where the address does not say.
_USUAL = {"cases": "open", "weeks": NoteState.MISSING.value, "recordings": Agreement.CONFIRMED.value}
_KNOWN: dict[str, Any] = {
    "lengths": lengths,
    "within": within,
    "NoteState": NoteState,
    "Agreement": Agreement,
    "span": WEEKS,
    "closed_weeks": CLOSED_WITHIN.days // 7,
}


@bp.get("")
def show(team_id: UUID) -> ResponseReturnValue:
    """One row for each therapist, by name."""
    found = read_case_load(db(), by=me(), team_id=team_id)
    return render_template("case_load/show.html", found=found, to=_addresses(found), **_KNOWN)


@bp.get("/<any(cases, weeks, recordings):what>")
def rows(team_id: UUID, what: str) -> ResponseReturnValue:
    """The rows behind a number: of one therapist, or of the team."""
    found = read_case_load(db(), by=me(), team_id=team_id)
    therapist = _therapist(found)
    load = found.load.of(therapist[0]) if therapist else found.load
    state = request.args.get("state") or _USUAL[what]
    try:
        listed = _listed(load, what, state, found.standard)
    except ValueError:
        raise NotFound from None
    return render_template(
        "case_load/rows.html",
        found=found,
        what=what,
        state=state,
        therapist=therapist,
        names=dict(found.therapists),
        page=page_of(listed, request.args.get("page", 1, type=int)),
        to=_addresses(found),
        **_KNOWN,
    )


def _listed(load: CaseLoad, what: str, state: str, standard: Standard) -> Sequence[Any]:
    """Raises ValueError for a state that there is not."""
    if what == "weeks":
        return load.weeks_that_are(NoteState(state))
    if what == "recordings":
        return load.recordings_that_are(Agreement(state))
    if state == "longer":
        return load.longer_cases(standard)
    if state not in {"open", "closed"}:
        raise ValueError(state)
    return load.open_cases if state == "open" else load.closed_cases


def _therapist(found: CaseLoadPage) -> tuple[UUID, str] | None:
    """Whom the address names; nothing for the whole team."""
    asked = request.args.get("therapist")
    if not asked:
        return None
    for each in found.therapists:
        if str(each[0]) == asked:
            return each
    raise NotFound


def _addresses(found: CaseLoadPage) -> Callable[..., str]:
    """Makes addresses of the rows behind a number."""

    def to(what: str, state: str, therapist_id: UUID | None = None, **more: Any) -> str:
        return url_for(
            "case_load.rows", team_id=found.team.id, what=what, state=state, therapist=therapist_id, **more
        )

    return to
