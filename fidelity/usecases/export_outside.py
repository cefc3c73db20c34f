"""Scores from outside as an export has them."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, aliased

from fidelity.scores.about_people import Answer, about_people
from fidelity.scores.quarters import quarter_of
from fidelity.usecases.export_scope import Scope, person_columns
from fidelity.usecases.find_scores import find_scores, names_of, standing_scores
from models import Case, Instrument, Person, Score, ScoreImport


def select_tam_r(scope: Scope) -> Select[Any]:
    """Those that were not taken back, of the days between the scope's Mondays."""
    therapist, brought_by = aliased(Person), aliased(Person)
    found = (
        standing_scores(
            Score.id.label("score_id"),
            Case.reference.label("case"),
            Score.given_on.label("given_on"),
            Score.respondent.label("caregiver"),
            *person_columns("therapist", therapist),
            Score.value.label("value"),
            *person_columns("brought_by", brought_by),
            ScoreImport.created_at.label("brought_at"),
        )
        .join(Case, Case.id == Score.case_id)
        .join(brought_by, brought_by.id == ScoreImport.by_id)
        .outerjoin(therapist, therapist.id == Score.about_id)
        .where(scope.cases(), Score.instrument == Instrument.TAM_R)
        .order_by(Case.reference, Score.given_on, Score.id)
    )
    if scope.since:
        found = found.where(Score.given_on >= scope.since)
    if scope.until:
        found = found.where(Score.given_on <= scope.until)
    return found


def select_score_imports(scope: Scope) -> Select[Any]:
    """Also what was taken back. Of the moments between the scope's Mondays."""
    brought_by, taken_back_by = aliased(Person), aliased(Person)
    return (
        select(
            ScoreImport.id.label("import_id"),
            Score.instrument.label("instrument"),
            ScoreImport.is_typed.label("is_typed"),
            ScoreImport.rows.label("lines"),
            func.min(Score.given_on).label("first_given_on"),
            func.max(Score.given_on).label("last_given_on"),
            *person_columns("brought_by", brought_by),
            ScoreImport.created_at.label("brought_at"),
            ScoreImport.removed_at.label("taken_back_at"),
            *person_columns("taken_back_by", taken_back_by),
        )
        .join(Score, Score.import_id == ScoreImport.id)
        .join(brought_by, brought_by.id == ScoreImport.by_id)
        .outerjoin(taken_back_by, taken_back_by.id == ScoreImport.removed_by_id)
        .where(ScoreImport.team_id == scope.team.id, scope.between(ScoreImport.created_at))
        .group_by(ScoreImport.id, Score.instrument, brought_by.id, taken_back_by.id)
        .order_by(ScoreImport.created_at, ScoreImport.id)
    )


def rows_of_score_means(db: Session, scope: Scope) -> Iterator[Mapping[str, Any]]:
    """Whole quarters, of which none is left out in part: from a part, a single answer could be told."""
    first = quarter_of(scope.since).starts_on if scope.since else date.min
    last = quarter_of(scope.until).ends_on if scope.until else date.max
    given = [each for each in find_scores(db, scope.team.id, since=first) if each.given_on <= last]
    names = names_of(db, {each.about_id for each in given if each.about_id})
    quarters = sorted({quarter_of(each.given_on) for each in given})
    for instrument in (Instrument.SAM, Instrument.CAM):
        answers: list[Answer] = [
            ((names[each.about_id], each.about_id), each.scale, each.given_on, each.respondent, each.value)
            for each in given
            if each.instrument is instrument and each.about_id in names
        ]
        for person in about_people(instrument, answers, quarters):
            for of_quarter in person.quarters:
                common = {
                    "instrument": instrument,
                    "about_name": person.name,
                    "quarter": str(of_quarter.quarter),
                }
                if not of_quarter.means:
                    yield {**common, "scale": None, "respondents": of_quarter.respondents}
                for scale, mean in of_quarter.means.items():
                    yield {
                        **common,
                        "scale": scale,
                        "respondents": mean.respondents,
                        "mean": mean.value,
                        "low": mean.interval and mean.interval.low,
                        "high": mean.interval and mean.interval.high,
                    }
