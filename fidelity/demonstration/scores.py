"""Brings invented scores of caregivers and colleagues into the fictional team."""

from datetime import timedelta
from hashlib import sha256
from typing import Any

from sqlalchemy.orm import Session

from fidelity.demonstration.source import moment, monday, read
from models import Case, Instrument, Person, Role, Score, ScoreImport, ScoreScale, Team

_ASKED_WEEKDAY, _BROUGHT_HOUR = 1, 11


def add_scores(db: Session, team: Team, people: dict[str, Person], cases: dict[str, Case]) -> None:
    """TAM-R of most families, SAM of too few people to be shown, CAM of just enough."""
    administrator = next(each for each in people.values() if each.team_roles[0].role is Role.ADMINISTRATOR)
    for number, facts in enumerate(read("scores.json")):
        of_import = ScoreImport(
            team_id=team.id,
            by_id=people["nia"].id if facts["typed"] else administrator.id,
            created_at=moment(monday(facts["brought_weeks_ago"]), _BROUGHT_HOUR),
            is_typed=facts["typed"],
            sha256=None if facts["typed"] else sha256(f"invented file {number}".encode()).hexdigest(),
            rows=len(facts["scores"]),
        )
        db.add(of_import)
        db.flush()
        for each in facts["scores"]:
            db.add_all(_scores(of_import, Instrument(facts["instrument"]), each, people, cases))
    db.flush()


def _scores(
    of_import: ScoreImport,
    instrument: Instrument,
    facts: dict[str, Any],
    people: dict[str, Person],
    cases: dict[str, Case],
) -> list[Score]:
    case = cases[facts["case"]] if "case" in facts else None
    return [
        Score(
            import_id=of_import.id,
            team_id=of_import.team_id,
            created_at=of_import.created_at,
            instrument=instrument,
            scale=ScoreScale(scale),
            given_on=monday(facts["weeks_ago"]) + timedelta(days=_ASKED_WEEKDAY),
            case_id=case.id if case else None,
            about_id=case.therapists[0].person_id if case else people[facts["about"]].id,
            respondent=facts.get("respondent", ""),
            value=value,
        )
        for scale, value in facts["values"].items()
    ]
