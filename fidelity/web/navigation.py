"""The links at the top of a page: those that lead somewhere for this person."""

from typing import Any

from flask import request, url_for

from fidelity.permissions import Deed, teams_as, teams_where
from fidelity.web.deps import is_signed_in, me
from models import Role


def navigation() -> list[dict[str, Any]]:
    """Items for the header: nothing for who is not signed in."""
    if not is_signed_in() or me().must_change_password:
        return []
    person, places = me(), []
    if teams_as(person, Role.THERAPIST):
        places.append(("My week", "my_week.show"))
    if teams_where(person, Deed.REVIEW):
        places.append(("Queue", "queue.show"))
    if teams_where(person, Deed.RUN_CONSULTATION):
        places.append(("Consultation", "consultations.index"))
    if teams_where(person, Deed.READ_FEEDBACK) or teams_as(person, Role.THERAPIST):
        places.append(("Feedback", "feedback.index"))
    if teams_where(person, Deed.SEE_ADHERENCE) or teams_as(person, Role.THERAPIST):
        places.append(("Adherence", "adherence.index"))
    if teams_where(person, Deed.SEE_TEAM) != set():
        places.append(("Teams", "teams.index"))
    if teams_where(person, Deed.MANAGE_TEAMS) is None:
        places.append(("People", "people.index"))
        places.append(("System", "system.show"))
    places.append(("Codebook", "codebook.show"))
    places.append(("Audit", "audit.index"))
    blueprint = request.blueprint
    return [
        {"text": text, "href": url_for(endpoint), "current": endpoint.split(".")[0] == blueprint}
        for text, endpoint in places
    ]
