"""Whether the service answers, for whoever watches over the machine. Says nothing else."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

bp = Blueprint("health", __name__)


@bp.get("/health")
def live() -> ResponseReturnValue:
    """Answer 200 while the web process can serve."""
    return {"status": "ok"}
