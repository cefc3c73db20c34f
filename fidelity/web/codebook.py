"""The codebook: what each principle means and what each rating stands for."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from fidelity.usecases.read_codebook import read_codebook
from fidelity.web.deps import db

bp = Blueprint("codebook", __name__)


@bp.get("/codebook")
def show() -> ResponseReturnValue:
    """The newest version, for everybody."""
    return render_template("codebook/show.html", codebook=read_codebook(db()))
