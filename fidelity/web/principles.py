"""How good the machine's suggestions are, principle by principle, over time."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from flask import Blueprint, abort, render_template, url_for
from flask.typing import ResponseReturnValue

from fidelity.adherence.drift import FLOOR_COMPARED, WEEKS, Drift
from fidelity.adherence.in_service import Period
from fidelity.adherence.recall import FLOOR_DRAWN
from fidelity.adherence.suggested import FLOOR_DECISIONS, Fate
from fidelity.usecases.choose_adherence import LONGEST
from fidelity.usecases.read_principle_over_time import (
    InService,
    PrincipleOverTime,
    read_principle_over_time,
    read_principles,
)
from fidelity.web.deps import db, me
from fidelity.web.period_charts import charts
from models import Principle

bp = Blueprint("principles", __name__, url_prefix="/principles")

#: What a page says of numbers that are not given.
FLOORS = {"floor_decisions": FLOOR_DECISIONS, "floor_drawn": FLOOR_DRAWN, "floor_compared": FLOOR_COMPARED}
_DECIDED = (Fate.ACCEPTED, Fate.REJECTED)


@bp.get("")
def index() -> ResponseReturnValue:
    """Every principle, over the whole service."""
    return _list(read_principles(db(), by=me(), team_id=None))


@bp.get("/teams/<uuid:team_id>")
def team(team_id: UUID) -> ResponseReturnValue:
    """Every principle, of one team."""
    return _list(read_principles(db(), by=me(), team_id=team_id))


@bp.get("/<name>")
def of_service(name: str) -> ResponseReturnValue:
    """One principle, over the whole service."""
    return _show(read_principle_over_time(db(), by=me(), team_id=None, principle=_principle(name)))


@bp.get("/teams/<uuid:team_id>/<name>")
def show(team_id: UUID, name: str) -> ResponseReturnValue:
    """One principle, of one team."""
    return _show(read_principle_over_time(db(), by=me(), team_id=team_id, principle=_principle(name)))


def _list(found: InService) -> ResponseReturnValue:
    return render_template(
        "principles/index.html",
        found=found,
        principles=list(Principle),
        page_of=lambda principle: _address(found, principle),
        rows=_rows(found),
        decided=_DECIDED,
        Fate=Fate,
        **FLOORS,
    )


def _show(found: PrincipleOverTime) -> ResponseReturnValue:
    return render_template(
        "principles/show.html",
        found=found,
        charts=charts(found.periods),
        all_principles=url_for(".team", team_id=found.team.id) if found.team else url_for(".index"),
        rows=_rows(found),
        decided=_DECIDED,
        weeks=WEEKS,
        today=date.today(),
        Drift=Drift,
        Fate=Fate,
        **FLOORS,
    )


def _address(found: InService, principle: Principle) -> str:
    if found.team:
        return url_for(".show", team_id=found.team.id, name=principle.value)
    return url_for(".of_service", name=principle.value)


def _rows(found: InService | PrincipleOverTime) -> Callable[..., str | None]:
    """Makes addresses of the suggestions behind a number, of a period (or to its end) or of the last year.

    Nothing for who may not read them.
    """
    team = found.team if found.may_open else None

    def rows(
        principle: Principle,
        fates: tuple[Fate, ...],
        period: Period | None = None,
        since: date | None = None,
        **more: Any,
    ) -> str | None:
        if team is None:
            return None
        return url_for(
            "adherence.suggestions",
            team_id=team.id,
            principle=principle.value,
            weeks=LONGEST,
            fate=[fate.value for fate in fates],
            since=(since or (period.starts_on if period else found.since)).isoformat(),
            until=period and period.ends_on.isoformat(),
            **more,
        )

    return rows


def _principle(name: str) -> Principle:
    try:
        return Principle(name)
    except ValueError:
        abort(404)
