"""How far raters agree in a team, the weeks behind each number, and a rater's own severity."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from fidelity.adherence.agreement import (
    COMPOSITE,
    FLOOR_PAIRS,
    FLOOR_SEVERITY,
    SURE_PAIRS,
    Compared,
    Statistic,
)
from fidelity.usecases.ask_for_agreement import ask_for_agreement
from fidelity.usecases.read_agreement import read_agreement
from fidelity.usecases.read_my_severity import read_my_severity
from fidelity.usecases.read_pairs import read_pairs
from fidelity.web import agreement_words
from fidelity.web.agreement_table import condensed
from fidelity.web.deps import db, me, queue
from models import Principle

bp = Blueprint("rater_agreement", __name__)

_KNOWN = {
    "words": agreement_words,
    "condensed": condensed,
    "Compared": Compared,
    "Statistic": Statistic,
    "COMPOSITE": COMPOSITE,
    "floor_pairs": FLOOR_PAIRS,
    "floor_severity": FLOOR_SEVERITY,
    "sure_pairs": SURE_PAIRS,
    "principles": list(Principle),
}


@bp.app_template_filter()
def name_of(statistic: Statistic, compared: Compared) -> str:
    """The head of its column: of yes and no kappa weighs nothing."""
    is_plain = statistic is Statistic.KAPPA and compared is not Compared.SECOND
    return "Kappa" if is_plain else agreement_words.NAMES[statistic]


@bp.get("/teams/<uuid:team_id>/agreement")
def show(team_id: UUID) -> ResponseReturnValue:
    """The newest report."""
    found = read_agreement(db(), by=me(), team_id=team_id)
    return render_template("rater_agreement/show.html", found=found, me=me(), **_KNOWN)


@bp.post("/teams/<uuid:team_id>/agreement")
def measure(team_id: UUID) -> ResponseReturnValue:
    """Ask for a new one."""
    ask_for_agreement(db(), queue(), by=me(), team_id=team_id)
    flash("It is being worked out again. Look again in a minute.")
    return redirect(url_for(".show", team_id=team_id), 303)


@bp.get("/teams/<uuid:team_id>/agreement/pairs")
def pairs(team_id: UUID) -> ResponseReturnValue:
    """The weeks behind a number."""
    try:
        compared = Compared(request.args.get("of", Compared.SECOND.value))
        name = request.args.get("principle")
        principle = Principle(name) if name else None
    except ValueError:
        raise NotFound from None
    found = read_pairs(
        db(),
        by=me(),
        team_id=team_id,
        compared=compared,
        principle=principle,
        is_mine=bool(request.args.get("mine")),
        page=request.args.get("page", 1, type=int),
    )
    return render_template("rater_agreement/pairs.html", found=found, me=me(), **_KNOWN)


@bp.get("/my-severity")
def mine() -> ResponseReturnValue:
    """A rater's own figure, before anybody else's eyes."""
    return render_template("rater_agreement/mine.html", found=read_my_severity(db(), by=me()), **_KNOWN)
