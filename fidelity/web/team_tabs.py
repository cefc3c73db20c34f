"""The pages about a team's work that stand side by side: those that a person may see."""

from typing import Any
from uuid import UUID

from flask import url_for

from fidelity.permissions import Deed, may, teams_as
from fidelity.web.deps import me
from models import Role

#: What each is called, its endpoint, and what it takes to see it.
PLACES = [
    ("Adherence", "adherence.team", Deed.SEE_ADHERENCE),
    ("Agreement", "rater_agreement.show", Deed.SEE_AGREEMENT),
    ("Case-load", "case_load.show", Deed.SEE_CASE_LOAD),
    ("Scores from outside", "scores.show", Deed.SEE_SCORES),
    ("Export", "exports.index", Deed.EXPORT),
]


def team_tabs(team_id: UUID, current: str) -> list[dict[str, Any]]:
    """``current``: the endpoint of the page that is shown. Nothing for who may see only one of them."""
    places = [
        {"text": text, "href": url_for(endpoint, team_id=team_id), "is_current": endpoint == current}
        for text, endpoint, deed in PLACES
        if may(me(), deed, team_id=team_id) or _is_own(endpoint, team_id)
    ]
    return places if len(places) > 1 else []


def _is_own(endpoint: str, team_id: UUID) -> bool:
    """A therapist sees the own cases' adherence alone, and takes out the own cases."""
    return endpoint in {"adherence.team", "exports.index"} and team_id in teams_as(me(), Role.THERAPIST)
