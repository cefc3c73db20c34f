"""Learning in service, for administrators: switch, training, what was measured, what is in use."""

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from fidelity.nlp.experimental import measured
from fidelity.usecases.adopt_tagger import adopt_tagger
from fidelity.usecases.ask_to_learn import ask_to_learn
from fidelity.usecases.errors import Clash, InvalidInput
from fidelity.usecases.gather_lessons import FEWEST_LESSONS, FEWEST_WEEKS
from fidelity.usecases.read_learning import read_learning, read_training, read_under_way
from fidelity.usecases.switch_learning import switch_learning
from fidelity.usecases.tag_again import tag_again
from fidelity.web.deps import db, me, queue
from fidelity.web.visit_form import read_key
from models import Principle

bp = Blueprint("learning", __name__, url_prefix="/learning")

_OTHERS_CHOSE = "Somebody chose another tagger in between. Look again, then choose."


@bp.get("")
def show() -> ResponseReturnValue:
    """The switch, what there is to learn from, what is in use, and every training."""
    return _page()


@bp.get("/status")
def status() -> ResponseReturnValue:
    """How far a training is, for a page that looks again."""
    return render_template("learning/_under_way.html", training=read_under_way(db(), **_asked()))


@bp.route("/switch", methods=["GET", "POST"])
def switch() -> ResponseReturnValue:
    """Say what it means, and ask."""
    if request.method == "GET":
        return render_template("learning/switch.html", learning=read_learning(db(), **_asked()))
    is_on = request.form.get("is_on") == "yes"
    switch_learning(db(), by=me(), is_on=is_on)
    flash("Learning is switched on." if is_on else "Learning is switched off. Nothing more is learned.")
    return _back()


@bp.post("/train")
def train() -> ResponseReturnValue:
    """Ask for a training."""
    try:
        ask_to_learn(db(), queue(), by=me())
    except InvalidInput as error:
        return _page(error.messages), 422
    flash("A training has been asked for. It is measured before anything changes.")
    return _back()


@bp.get("/trainings/<uuid:learned_id>")
def training(learned_id: UUID) -> ResponseReturnValue:
    """What one training was measured to be, beside what was in use."""
    found = read_training(db(), learned_id=learned_id, **_asked())
    return render_template("learning/training.html", training=found, principles=_principles())


@bp.route("/use", methods=["GET", "POST"])
def use() -> ResponseReturnValue:
    """Say what using another tagger does, ask, and do it. None is named: the one that came along."""
    chosen = read_key(request.values.get("tagger", ""))
    if request.method == "GET":
        found = read_training(db(), learned_id=chosen, **_asked()) if chosen else None
        page = read_learning(db(), **_asked())
        return render_template("learning/use.html", training=found, learning=page)
    try:
        adopt_tagger(
            db(),
            queue(),
            by=me(),
            learned_id=chosen,
            seen=read_key(request.form.get("seen", "")),
            shipped_version=measured().version,
        )
    except Clash:
        return _page({"adopt": _OTHERS_CHOSE}), 409
    except InvalidInput as error:
        return _page(error.messages), 422
    flash("New suggestions are made with it from now on. Weeks that wait for review get them, too.")
    return _back()


@bp.post("/tag-again")
def again() -> ResponseReturnValue:
    """Ask for new suggestions in the weeks that wait for review."""
    weeks = tag_again(db(), queue(), by=me())
    flash(f"New suggestions have been asked for in {weeks} {'week' if weeks == 1 else 'weeks'}.")
    return _back()


def _page(errors: dict[str, str] | None = None) -> str:
    return render_template(
        "learning/show.html",
        learning=read_learning(db(), **_asked()),
        principles=_principles(),
        fewest=(FEWEST_LESSONS, FEWEST_WEEKS),
        errors=errors or {},
    )


def _asked() -> dict[str, Any]:
    return {"by": me(), "shipped_version": measured().version}


def _principles() -> list[Principle]:
    return list(Principle)


def _back() -> ResponseReturnValue:
    return redirect(url_for(".show"), 303)
