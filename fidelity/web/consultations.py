"""Consultation agendas: the list of consultations, one agenda, ticking off, moving, adding."""

from datetime import datetime
from uuid import UUID

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from fidelity.agenda.items import Item
from fidelity.agenda.said import Said, said
from fidelity.consultation import LOCAL, clock_time
from fidelity.permissions import Deed
from fidelity.usecases import guard
from fidelity.usecases.add_agenda_item import LONGEST_ITEM_CHARACTERS, add_agenda_item
from fidelity.usecases.errors import InvalidInput
from fidelity.usecases.list_consultations import list_consultations, next_consultation
from fidelity.usecases.move_agenda_item import move_agenda_item
from fidelity.usecases.read_agenda import make_agenda, read_agenda
from fidelity.usecases.read_agenda_ticks import read_agenda_ticks
from fidelity.usecases.take_off_agenda_item import take_off_agenda_item
from fidelity.usecases.tick_agenda_item import LONGEST_OUTCOME_CHARACTERS, tick_agenda_item
from fidelity.web.consultation_words import VIEWS, anchor_of, groups_of, label_of
from fidelity.web.deps import db, me
from fidelity.web.desk_answer import not_accepted, uuid_or_none, wants_pieces
from fidelity.web.mondays import monday_from
from models import now

bp = Blueprint("consultations", __name__)

_OF_TEAM = "/teams/<uuid:team_id>/consultations"
_ONE = f"{_OF_TEAM}/<monday>"


@bp.get("/consultations")
def index() -> ResponseReturnValue:
    """The next consultation of each team, and those before it."""
    return render_template("consultations/index.html", teams=list_consultations(db(), by=me()))


@bp.get(_OF_TEAM)
def coming(team_id: UUID) -> ResponseReturnValue:
    """An address that always leads to the team's next agenda."""
    team = guard.team(db(), me(), Deed.RUN_CONSULTATION, team_id)
    monday = next_consultation(team, now().astimezone(LOCAL).date())
    return redirect(url_for(".show", team_id=team_id, monday=monday.isoformat()), code=302)


@bp.get(_ONE)
def show(team_id: UUID, monday: str) -> ResponseReturnValue:
    """The agenda; ``?by=`` says how it is grouped."""
    return _page(team_id, monday, {})


@bp.get(f"{_ONE}/print")
def sheet(team_id: UUID, monday: str) -> ResponseReturnValue:
    """The same on paper, with room to write."""
    agenda = read_agenda(db(), by=me(), team_id=team_id, monday=monday_from(monday))
    return render_template("consultations/print.html", agenda=agenda, groups=groups_of(agenda, _view()))


@bp.get(f"{_ONE}/ticks")
def ticks(team_id: UUID, monday: str) -> ResponseReturnValue:
    """What others have ticked off and said meanwhile."""
    found = read_agenda_ticks(db(), by=me(), team_id=team_id, monday=monday_from(monday))
    return jsonify(
        items={
            anchor_of(tick.key): {
                "ticked": tick.ticked_at is not None,
                "state": ticked_sentence(tick.ticked_at, tick.ticked_by),
                "outcome": tick.outcome,
            }
            for tick in found
        }
    )


@bp.post(f"{_ONE}/ticks")
def tick(team_id: UUID, monday: str) -> ResponseReturnValue:
    """Tick off or take the tick back (``ticked``: yes, no, or nothing), and keep what was said."""
    key = request.form.get("key", "")
    try:
        row = tick_agenda_item(
            db(),
            by=me(),
            team_id=team_id,
            monday=monday_from(monday),
            key=key,
            is_ticked={"yes": True, "no": False}.get(request.form.get("ticked", "")),
            outcome=request.form.get("outcome"),
            based_on=request.form.get("based_on", ""),
        )
    except InvalidInput as error:
        if wants_pieces():
            return not_accepted(error)
        db().rollback()
        return _page(team_id, monday, error.messages), 422
    if wants_pieces():
        names = {
            tick.key: tick for tick in read_agenda_ticks(db(), by=me(), team_id=team_id, monday=row.monday)
        }
        by = names[key].ticked_by if key in names else ""
        return jsonify(
            ticked=row.ticked_at is not None,
            state=ticked_sentence(row.ticked_at, by),
            outcome=row.outcome,
        )
    return _back(team_id, monday, key)


@bp.post(f"{_ONE}/places")
def move(team_id: UUID, monday: str) -> ResponseReturnValue:
    """Put an item before another one; ``before`` empty: at the end."""
    key, before = request.form.get("key", ""), request.form.get("before", "")
    move_agenda_item(db(), by=me(), team_id=team_id, monday=monday_from(monday), key=key, before=before)
    return _back(team_id, monday, key)


@bp.post(f"{_ONE}/taken-off")
def take_off(team_id: UUID, monday: str) -> ResponseReturnValue:
    """Take an item off, or with ``back`` put it there: one that was taken off, or not offered."""
    key, is_off = request.form.get("key", ""), not request.form.get("back")
    take_off_agenda_item(db(), by=me(), team_id=team_id, monday=monday_from(monday), key=key, is_off=is_off)
    off = "Taken off. It stands under “Taken off”, and can be put back."
    flash(off if is_off else "It stands on the agenda.")
    return _back(team_id, monday, "" if is_off else key)


@bp.post(f"{_ONE}/items")
def add(team_id: UUID, monday: str) -> ResponseReturnValue:
    """Put something of one's own on the agenda."""
    text, case_id = request.form.get("text", ""), uuid_or_none(request.form.get("case"))
    try:
        row = add_agenda_item(
            db(), by=me(), team_id=team_id, monday=monday_from(monday), text=text, case_id=case_id
        )
    except InvalidInput as error:
        db().rollback()
        return _page(team_id, monday, error.messages), 422
    flash("Your item is on the agenda.")
    return _back(team_id, monday, row.key)


@bp.app_template_filter()
def agenda_words(item: Item) -> list[Said]:
    """What an item says, in paragraphs."""
    return said(item)


@bp.app_template_filter()
def ticked_sentence(ticked_at: datetime | None, by: str) -> str:
    """``Ticked off by Alex Prydderch at 10:42am``; nothing where it is not."""
    if ticked_at is None:
        return ""
    local = ticked_at.astimezone(LOCAL)
    day = "" if local.date() == now().astimezone(LOCAL).date() else f" on {local.day} {local:%B}"
    return f"Ticked off by {by or 'somebody'} at {clock_time(local.time())}{day}"


def _page(team_id: UUID, monday: str, errors: dict[str, str]) -> str:
    # Coming back with something to put right is no second reading.
    read = make_agenda if errors else read_agenda
    agenda = read(db(), by=me(), team_id=team_id, monday=monday_from(monday))
    return render_template(
        "consultations/show.html",
        agenda=agenda,
        groups=groups_of(agenda, _view()),
        view=_view(),
        views=VIEWS,
        label_of=label_of,
        errors=errors,
        typed=request.form if errors else {},
        longest=LONGEST_ITEM_CHARACTERS,
        longest_outcome=LONGEST_OUTCOME_CHARACTERS,
    )


def _view() -> str:
    asked = request.values.get("by", "")
    return asked if asked in VIEWS else next(iter(VIEWS))


def _back(team_id: UUID, monday: str, key: str) -> ResponseReturnValue:
    view = _view()
    address = url_for(
        ".show",
        team_id=team_id,
        monday=monday,
        by=None if view == next(iter(VIEWS)) else view,
        _anchor=anchor_of(key) if key else None,
    )
    return redirect(address, code=303)
