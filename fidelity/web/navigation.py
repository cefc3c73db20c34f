"""The links at the top of a page: those that lead somewhere for this person."""

from typing import Any

from flask import request, url_for

from fidelity.permissions import Deed, teams_as, teams_where
from fidelity.web.deps import is_signed_in, me
from models import Role

#: In which place pages lie whose blueprint is none: the first of these that the person has.
_LIES_IN = {
    blueprint: places
    for places, blueprints in {
        # What hangs on a case: a therapist comes to it from their week, who reviews from the team.
        ("my_week", "teams"): (
            "actions agreements cases changes carried imports notes recordings replacements revisions "
            "speakers turns versions weeks"
        ),
        (
            "queue",
            "my_week",
        ): "both_reviews claims kept_words marks reviews second_reviews snoozes suggestions",
        ("adherence", "system", "teams"): (
            "case_load exports moved principles rater_agreement scores score_imports standards"
        ),
        ("consultations",): "team_weeks",
        ("teams",): "absences case_admin offers reviewing terms",
        ("people",): "roles",
        ("system",): "learning",
    }.items()
    for blueprint in blueprints.split()
}


def navigation() -> list[dict[str, Any]]:
    """Items for the header, with where the page lies; nothing for who is not signed in."""
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
    here = _place_of(request.blueprint or "", [endpoint.split(".")[0] for _, endpoint in places])
    return [
        {
            "text": text,
            "href": url_for(endpoint),
            "is_page": endpoint == request.endpoint,
            "is_current": endpoint.split(".")[0] == here,
        }
        for text, endpoint in places
    ]


def _place_of(blueprint: str, places: list[str]) -> str | None:
    """The place in which a page lies: the first of its own that this person has."""
    return next((place for place in _LIES_IN.get(blueprint, (blueprint,)) if place in places), None)
