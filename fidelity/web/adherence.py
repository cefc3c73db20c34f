"""Adherence over weeks, and the rows behind every number of it."""

from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from fidelity.adherence.coverage import WeekState
from fidelity.adherence.series import Series
from fidelity.adherence.suggested import FLOOR_DECISIONS, Fate
from fidelity.permissions import Deed, teams_where
from fidelity.usecases.choose_adherence import SPANS, Choice
from fidelity.usecases.list_adherence_teams import list_adherence_teams
from fidelity.usecases.read_adherence import Adherence, read_adherence
from fidelity.usecases.read_codebook import read_codebook
from fidelity.usecases.read_coverage import read_coverage
from fidelity.usecases.read_evidence import Wanted, read_evidence
from fidelity.usecases.read_machine import read_machine
from fidelity.usecases.read_suggested import read_suggested
from fidelity.web import rating_words
from fidelity.web.deps import db, me, settings
from fidelity.web.rating_chart import Figure
from models import Polarity, Principle

bp = Blueprint("adherence", __name__, url_prefix="/adherence")

T = TypeVar("T")


@bp.get("")
def index() -> ResponseReturnValue:
    """Straight to the team, where there is only one."""
    teams = list_adherence_teams(db(), by=me())
    if len(teams) == 1:
        return redirect(url_for(".team", team_id=teams[0].id))
    rates = teams_where(me(), Deed.SEE_AGREEMENT) != set()
    return render_template("adherence/index.html", teams=teams, rates=rates)


@bp.get("/teams/<uuid:team_id>")
def team(team_id: UUID) -> ResponseReturnValue:
    """What a minute is enough for, then charts and their tables."""
    adherence = _read(team_id)
    return render_template(
        "adherence/team.html",
        adherence=adherence,
        figure_of=lambda series, principle: _figure(adherence, series, principle),
        principles=list(Principle),
        **_page_of(adherence),
    )


@bp.get("/teams/<uuid:team_id>/principles/<name>")
def principle(team_id: UUID, name: str) -> ResponseReturnValue:
    """One principle: its chart and table, and how often each rating was given."""
    of = _one(name, Principle)
    adherence = _read(team_id)
    return render_template(
        "adherence/principle.html",
        adherence=adherence,
        principle=of,
        series=adherence.by_principle[of],
        figure=_figure(adherence, adherence.by_principle[of], of),
        change=next(each for each in adherence.changes if each.key is of),
        entry=codebook.entry(of) if (codebook := read_codebook(db())) else None,
        **_page_of(adherence),
    )


@bp.get("/teams/<uuid:team_id>/machine")
def machine(team_id: UUID) -> ResponseReturnValue:
    """What the machine suggested in the same weeks, apart from every rating."""
    found = read_machine(db(), by=me(), team_id=team_id, **_choice())
    return render_template(
        "adherence/machine.html",
        found=found,
        choice=found.choice,
        to=_addresses(found.choice),
        spans=SPANS,
        floor_decisions=FLOOR_DECISIONS,
        principles=list(Principle),
        Polarity=Polarity,
        Fate=Fate,
    )


@bp.get("/teams/<uuid:team_id>/evidence")
def evidence(team_id: UUID) -> ResponseReturnValue:
    """Reviews, ratings and marked words behind a point."""
    wanted = Wanted(
        week=_given("week", date.fromisoformat),
        since=_given("since", date.fromisoformat),
        until=_given("until", date.fromisoformat),
        value=_given("value", int),
        is_contested=bool(request.args.get("contested")),
        is_settled=bool(request.args.get("settled")),
    )
    found = read_evidence(
        db(),
        by=me(),
        team_id=team_id,
        principle=_given("principle", Principle),
        wanted=wanted,
        floor_weeks=settings().adherence_floor_weeks,
        page=_page(),
        **_choice(),
    )
    return render_template(
        "adherence/evidence.html",
        evidence=found,
        choice=found.choice,
        to=_addresses(found.choice),
        floor_weeks=settings().adherence_floor_weeks,
        words=rating_words,
    )


@bp.get("/teams/<uuid:team_id>/coverage")
def coverage(team_id: UUID) -> ResponseReturnValue:
    """Weeks reviewed, missing, or with nothing in them."""
    state = _given("state", WeekState)
    found = read_coverage(db(), by=me(), team_id=team_id, state=state, page=_page(), **_choice())
    return render_template(
        "adherence/coverage.html", covered=found, choice=found.choice, to=_addresses(found.choice)
    )


@bp.get("/teams/<uuid:team_id>/suggestions")
def suggestions(team_id: UUID) -> ResponseReturnValue:
    """What the machine suggested, for a principle or all."""
    found = read_suggested(
        db(),
        by=me(),
        team_id=team_id,
        principle=_given("principle", Principle),
        polarity=_given("polarity", Polarity),
        fates=[_one(fate, Fate) for fate in request.args.getlist("fate")] or list(Fate),
        since=_given("since", date.fromisoformat),
        until=_given("until", date.fromisoformat),
        are_left_out=bool(request.args.get("left_out")),
        page=_page(),
        **_choice(),
    )
    return render_template(
        "adherence/suggestions.html", suggested=found, choice=found.choice, to=_addresses(found.choice)
    )


def _read(team_id: UUID) -> Adherence:
    floor = settings().adherence_floor_weeks
    return read_adherence(db(), by=me(), team_id=team_id, floor_weeks=floor, **_choice())


def _page_of(adherence: Adherence) -> dict[str, Any]:
    """What the pages with charts share."""
    return {
        "choice": adherence.choice,
        "to": _addresses(adherence.choice),
        "spans": SPANS,
        "floor_weeks": settings().adherence_floor_weeks,
        "words": rating_words,
    }


def _figure(adherence: Adherence, series: Series, of: Principle | None) -> Figure:
    return Figure(series, adherence.choice.weeks, _evidence(_addresses(adherence.choice), of))


def _choice() -> dict[str, Any]:
    """What every page here can be asked for."""
    return {
        "therapist_id": _given("therapist", UUID),
        "case_id": _given("case", UUID),
        "weeks": request.args.get("weeks", SPANS[1], type=int),
    }


def _addresses(choice: Choice) -> Callable[..., str]:
    """Makes addresses of this blueprint that keep the choice."""
    kept = {
        "team_id": choice.team.id,
        "therapist": None if choice.is_own else choice.therapist_id,
        "case": choice.case_id,
        "weeks": len(choice.weeks),
    }

    def to(endpoint: str, **more: Any) -> str:
        return url_for(f"adherence.{endpoint}", **kept | more)

    return to


def _evidence(to: Callable[..., str], principle: Principle | None) -> Callable[[date | None], str]:
    """Makes addresses of the rows behind a point, or for no week behind all of them."""
    # A page has a thousand of these: the part that is the same is made once.
    start = to("evidence", principle=principle and principle.value)
    return lambda week: f"{start}&week={week}" if week else start


def _page() -> int:
    return request.args.get("page", 1, type=int)


def _given(name: str, read: Callable[[str], T]) -> T | None:
    """What the address says, read; nothing where it says nothing, not found where it says nonsense."""
    text = request.args.get(name)
    return _one(text, read) if text else None


def _one(text: str, read: Callable[[str], T]) -> T:
    try:
        return read(text)
    except ValueError:
        raise NotFound from None
