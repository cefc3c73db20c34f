"""The filters of the queue in an address, so that every link, form and answer keeps them."""

from enum import Enum
from typing import Any, TypeVar
from uuid import UUID

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from fidelity.attention import Why
from fidelity.usecases.queue_filters import Filters, Holder, QueueState
from fidelity.usecases.queue_places import Place
from fidelity.web.desk_answer import uuid_or_none
from fidelity.web.week_anchor import anchor_of

E = TypeVar("E", bound=Enum)
#: What stands in an address for a case and a Monday until they are known.
_A_CASE, _A_MONDAY = UUID(int=0), "2001-01-01"


def filters_from_address() -> Filters:
    """What was chosen; anything that means nothing is not chosen."""
    given = request.args
    return Filters(
        team_id=uuid_or_none(given.get("team")),
        therapist_id=uuid_or_none(given.get("therapist")),
        state=_member(QueueState, given.get("state")),
        holder=_member(Holder, given.get("holder")),
        why=next((why for why in Why if why.name.lower() == given.get("why")), None),
    )


def as_arguments(filters: Filters) -> dict[str, str]:
    """The same for ``url_for``."""
    chosen = {
        "team": filters.team_id and str(filters.team_id),
        "therapist": filters.therapist_id and str(filters.therapist_id),
        "state": filters.state and filters.state.value,
        "holder": filters.holder and filters.holder.value,
        "why": filters.why and filters.why.name.lower(),
    }
    return {name: value for name, value in chosen.items() if value}


class WeekAddresses:
    """Where something is done with a week of the queue: what is the same for all weeks is made once."""

    #: These say nothing of the queue, and lead away from it.
    _AWAY = ("reviews.desk", "reviews.start", "weeks.show")

    def __init__(self, filters: Filters) -> None:
        self._kept: dict[str, Any] = dict(as_arguments(filters))
        self._made: dict[str, str] = {}

    def __call__(self, endpoint: str, place: Place) -> str:
        """As ``url_for``; the filters stay in the address where the answer leads back."""
        if endpoint not in self._made:
            kept = {} if endpoint in self._AWAY else self._kept
            self._made[endpoint] = url_for(endpoint, case_id=_A_CASE, monday=_A_MONDAY, **kept)
        address = self._made[endpoint].replace(str(_A_CASE), str(place.case.id), 1)
        return address.replace(_A_MONDAY, place.monday.isoformat(), 1)


def to_queue(case_id: UUID, monday: str) -> ResponseReturnValue:
    """Back to the page as it was, at the place of a week."""
    kept: dict[str, Any] = dict(as_arguments(filters_from_address()))
    return redirect(url_for("queue.show", **kept, _anchor=anchor_of(case_id, monday)), 303)


def _member(kind: type[E], text: str | None) -> E | None:
    return next((member for member in kind if member.value == text), None)
