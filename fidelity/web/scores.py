"""Scores from outside: a team's page of them, and the rows behind a number."""

from uuid import UUID

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from fidelity.scores.apart import FEWEST_WEEKS, Apart
from fidelity.scores.quarters import Quarter, quarter_from
from fidelity.scores.respondents import FEWEST_RESPONDENTS
from fidelity.scores.tam_r import TARGET, TARGET_SHARE
from fidelity.usecases.read_score_rows import read_score_rows
from fidelity.usecases.read_scores import read_scores
from fidelity.web.deps import db, me

bp = Blueprint("scores", __name__, url_prefix="/teams/<uuid:team_id>/scores")


@bp.get("")
def show(team_id: UUID) -> ResponseReturnValue:
    """What caregivers and colleagues report, beside what was rated."""
    return render_template(
        "scores/show.html",
        scores=read_scores(db(), by=me(), team_id=team_id, quarter=_quarter()),
        target=TARGET,
        target_share=TARGET_SHARE,
        fewest=FEWEST_RESPONDENTS,
        fewest_weeks=FEWEST_WEEKS,
        Apart=Apart,
    )


@bp.get("/rows")
def rows(team_id: UUID) -> ResponseReturnValue:
    """TAM-R scores one by one: of a quarter, of a family."""
    case = request.args.get("case")
    try:
        case_id = UUID(case) if case else None
    except ValueError:
        raise NotFound from None
    found = read_score_rows(
        db(),
        by=me(),
        team_id=team_id,
        quarter=_quarter(),
        case_id=case_id,
        page=request.args.get("page", 1, type=int),
    )
    return render_template("scores/rows.html", found=found, target=TARGET)


def _quarter() -> Quarter | None:
    text = request.args.get("quarter")
    if not text:
        return None
    try:
        return quarter_from(text)
    except ValueError:
        raise NotFound from None
