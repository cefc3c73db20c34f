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

#: More about a team, a page each, which have no room among the tabs.
FURTHER_PLACES = [
    ("The team’s week, case by case", "team_weeks.latest", Deed.RUN_CONSULTATION),
    ("What seeing suggestions changes", "moved.show", Deed.SEE_AGREEMENT),
    ("Who is away, and who covers", "absences.index", Deed.MANAGE_ABSENCES),
]


def further_places(team_id: UUID) -> list[dict[str, Any]]:
    """Those of them that a person may see."""
    return [
        {"text": text, "href": url_for(endpoint, team_id=team_id)}
        for text, endpoint, deed in FURTHER_PLACES
        if may(me(), deed, team_id=team_id)
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
