"""The consultant's queue."""

from datetime import timedelta

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from fidelity.usecases.find_weeks_without_work import WEEKS_BACK
from fidelity.usecases.list_queue import list_queue
from fidelity.usecases.queue_filters import Filters
from fidelity.usecases.queue_load import consultations_of, load_of
from fidelity.web import queue_words
from fidelity.web.deps import db, me
from fidelity.web.queue_address import WeekAddresses, as_arguments, filters_from_address
from fidelity.web.week_anchor import anchor_of
from models import now

bp = Blueprint("queue", __name__, url_prefix="/queue")


@bp.get("")
def show() -> ResponseReturnValue:
    """Everything that waits, in the order to take it; the filters are in the address."""
    filters = filters_from_address()
    queue = list_queue(db(), by=me(), filters=filters)
    moment = now()
    return render_template(
        "queue/show.html",
        queue=queue,
        filters=filters,
        kept=as_arguments(filters),
        is_filtered=filters != Filters(),
        consultations=consultations_of(queue.to_review),
        load=load_of(queue.to_review),
        overdue=[row for row in queue.to_review if row.place.due < moment],
        anchor_of=anchor_of,
        address=WeekAddresses(filters),
        words=queue_words,
        moment=moment,
        soon=moment + timedelta(days=1),
        weeks_back=WEEKS_BACK,
    )
