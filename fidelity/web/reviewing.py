"""How a team's weeks are reviewed: a page that explains the order of its queue, and one that changes it."""

from typing import TypedDict
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from fidelity.attention import Why, moved, order_from
from fidelity.permissions import Deed, may
from fidelity.usecases import guard
from fidelity.usecases.choose_reviewing import choose_reviewing
from fidelity.usecases.errors import InvalidInput
from fidelity.web.deps import db, me, settings
from fidelity.web.queue_address import as_arguments, filters_from_address
from fidelity.web.queue_words import REASONS, RULES
from models import Team


class _Typed(TypedDict):
    counts: list[str]
    is_rated_first: bool
    second_share: str


bp = Blueprint("reviewing", __name__, url_prefix="/teams/<uuid:team_id>")


@bp.get("/queue-order")
def order(team_id: UUID) -> ResponseReturnValue:
    """In words: what comes first and why, and what each reason means."""
    team = guard.team(db(), me(), Deed.SHARE_REVIEWING, team_id)
    counted = order_from(team.queue_order)
    return render_template(
        "reviewing/order.html",
        team=team,
        counted=counted,
        left_out=[why for why in Why if why not in counted],
        reasons=REASONS,
        rules=RULES,
        claim_hours=settings().claim_hours,
        kept=as_arguments(filters_from_address()),
        may_choose=may(me(), Deed.CHOOSE_REVIEWING, team_id=team_id),
    )


@bp.route("/reviewing", methods=["GET", "POST"])
def edit(team_id: UUID) -> ResponseReturnValue:
    """Order, rating first, and the share rated twice. Moving a reason changes nothing until it is saved."""
    team = guard.team(db(), me(), Deed.CHOOSE_REVIEWING, team_id)
    form = request.form
    if request.method == "GET":
        counted = [why.name for why in order_from(team.queue_order)]
        return _form(
            team,
            names=counted + [name for name in Why.__members__ if name not in counted],
            counts=counted,
            is_rated_first=team.is_rated_first,
            second_share=str(team.second_share),
        )
    typed = _Typed(
        counts=form.getlist("counts"),
        is_rated_first=form.get("is_rated_first") == "yes",
        second_share=form.get("second_share", ""),
    )
    names = [
        name for name in dict.fromkeys([*form.getlist("order"), *Why.__members__]) if name in Why.__members__
    ]
    if move := form.get("move"):
        way, _, name = move.partition("-")
        return _form(team, names=moved(names, name, up=way == "up"), pressed=move, **typed)
    try:
        choose_reviewing(db(), by=me(), team_id=team_id, order=names, **typed)
    except InvalidInput as error:
        return _form(team, names=names, errors=error.messages, **typed), 422
    flash("The choices have been kept. The order counts at once; the rest for reviews begun from now on.")
    return redirect(url_for(".order", team_id=team_id), 303)


def _form(team: Team, **page: object) -> str:
    return render_template(
        "reviewing/edit.html",
        team=team,
        reasons={why.name: text for why, text in REASONS.items()},
        **{"errors": {}, "pressed": ""} | page,
    )
