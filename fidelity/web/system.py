"""Whether the system is well, for administrators; and asking again for work that failed."""

from typing import cast
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from fidelity.usecases.read_health import WatchedQueue, read_health
from fidelity.usecases.read_work import DAYS_OF_ATTEMPTS, read_work
from fidelity.usecases.retry_job import retry_job
from fidelity.web import work_words
from fidelity.web.deps import db, me, queue, settings, store

bp = Blueprint("system", __name__)


@bp.get("/system")
def show() -> ResponseReturnValue:
    """Disk, database, models, queue, workers, and what became of their work."""
    health = read_health(
        db(),
        store(),
        cast("WatchedQueue", queue()),
        by=me(),
        models_dir=settings().models_dir,
        chosen_models=settings().chosen_models,
    )
    return render_template(
        "system/show.html",
        health=health,
        work=read_work(db(), by=me(), seen=health.queue.workers),
        days=DAYS_OF_ATTEMPTS,
        words=work_words,
        is_mail_set_up=settings().is_mail_set_up,
    )


@bp.post("/system/jobs/<uuid:job_id>/retry")
def retry(job_id: UUID) -> ResponseReturnValue:
    """Put failed work back in line."""
    retry_job(db(), queue(), by=me(), job_id=job_id)
    flash("The work has been asked for again.")
    return redirect(url_for(".show"), 303)
