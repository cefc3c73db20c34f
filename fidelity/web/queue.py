"""The consultant's queue."""

from datetime import timedelta
from itertools import groupby

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from fidelity.usecases.find_weeks_without_work import WEEKS_BACK
from fidelity.usecases.list_queue import list_queue
from fidelity.usecases.queue_filters import Filters, QueueState
from fidelity.web.deps import db, me
from fidelity.web.desk_answer import uuid_or_none
from fidelity.web.queue_words import STATES, contents, reason_sentence
from models import now

bp = Blueprint("queue", __name__, url_prefix="/queue")


@bp.get("")
def show() -> ResponseReturnValue:
    """Everything that waits, in the order to take it; the filters are in the address."""
    filters = Filters(
        team_id=uuid_or_none(request.args.get("team")),
        therapist_id=uuid_or_none(request.args.get("therapist")),
        state=next((state for state in QueueState if state.value == request.args.get("state")), None),
    )
    queue = list_queue(db(), by=me(), filters=filters)
    consultations = [
        (due, team_id, list(rows))
        for (due, team_id), rows in groupby(
            queue.to_review, key=lambda row: (row.place.due, row.place.case.team_id)
        )
    ]
    return render_template(
        "queue/show.html",
        queue=queue,
        filters=filters,
        is_filtered=filters != Filters(),
        consultations=consultations,
        states=STATES,
        contents=contents,
        reason_sentence=reason_sentence,
        moment=now(),
        soon=now() + timedelta(days=1),
        weeks_back=WEEKS_BACK,
    )
