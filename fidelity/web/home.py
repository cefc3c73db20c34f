"""The first page: where this person's work is."""

from flask import Blueprint, redirect, render_template
from flask.typing import ResponseReturnValue

from fidelity.web.navigation import navigation

bp = Blueprint("home", __name__)


@bp.get("/")
def show() -> ResponseReturnValue:
    """Go to the first place that this person has."""
    places = navigation()
    if places and places[0]["text"] not in ("Codebook", "Audit"):
        return redirect(places[0]["href"])
    return render_template("home/show.html")


@bp.get("/about")
def about() -> ResponseReturnValue:
    """What the service is for, and what it is not for."""
    return render_template("home/about.html")
