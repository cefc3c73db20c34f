"""A worker works out how far a team's raters agree, and how severe each of them is."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete, exists, select
from sqlalchemy.orm import Session

from fidelity.adherence.agreement import WEEKS, Compared, Comparison
from fidelity.adherence.measuring import Ratings, compare_marks, compare_ratings, severity
from fidelity.adherence.series import composite
from fidelity.reliability.types import Measures
from fidelity.usecases.find_case_weeks import is_feedback_of_week
from fidelity.usecases.find_marked_weeks import MarkedWeek, find_marked_weeks
from fidelity.usecases.find_rated_twice import Between, RatedTwice, find_rated_twice
from fidelity.usecases.work_on_job import finish, still_ours
from models import (
    AgreementReport,
    Attempt,
    Case,
    Principle,
    Rating,
    Review,
    SeverityLook,
    Week,
    monday_of,
    now,
)


def measure_agreement(
    db: Session, measures: Measures, *, attempt: Attempt, progress: Callable[[float], None]
) -> None:
    """Read, work it out, write one report. Safe to run twice: the newest report is shown.

    ``measures`` come from the libraries of ``fidelity.reliability``.
    """
    monday, at = monday_of(date.today()), now()
    where = Between(attempt.job.subject_id, monday - timedelta(weeks=WEEKS - 1), monday, at)
    twice, marked = find_rated_twice(db, where), find_marked_weeks(db, where)
    composites = _composites(db, where)
    db.commit()  # nothing is open while the libraries work

    results: dict[str, Any] = {Compared.SECOND.value: _second(twice, measures).as_kept()}
    progress(0.4)
    results |= {each.value: found.as_kept() for each, found in _machine(marked, measures).items()}
    progress(0.9)
    results["severity"] = _severity(twice, composites, measures)
    if not still_ours(db, attempt):
        db.rollback()
        return
    _clear_superseded(db, where.team_id)
    db.add(
        AgreementReport(
            team_id=where.team_id, since=where.since, until=where.until, created_at=at, results=results
        )
    )
    finish(attempt)
    db.commit()


def _second(twice: Sequence[RatedTwice], measures: Measures) -> Comparison:
    counted = [(_named(each.first), _named(each.second)) for each in twice if each.counts]
    left_out = {
        "knew_first": sum(each.knew_first for each in twice),
        "changed_after": sum(each.is_changed_after and not each.knew_first for each in twice),
    }
    return Comparison(len(counted), compare_ratings(counted, measures), left_out)


def _machine(marked: Sequence[MarkedWeek], measures: Measures) -> dict[Compared, Comparison]:
    names = [principle.value for principle in Principle]
    read = [each for each in marked if each.is_read]
    blind = [each for each in read if each.is_rated_first]
    seen = [(_names(each.marked), _names(each.suggested)) for each in read]
    unseen = [(_names(each.marked_blind), _names(each.suggested)) for each in blind]
    return {
        Compared.MACHINE: Comparison(
            len(seen), compare_marks(seen, names, measures), {"not_read": len(marked) - len(read)}
        ),
        Compared.BLIND: Comparison(len(unseen), compare_marks(unseen, names, measures)),
    }


def _severity(
    twice: Sequence[RatedTwice], composites: dict[UUID, list[float]], measures: Measures
) -> dict[str, Any]:
    """By the rater's key. Of the weeks that both rated, and of everything that each rated first."""
    same: defaultdict[UUID, list[tuple[Ratings, Ratings]]] = defaultdict(list)
    for each in twice:
        if each.counts:
            first, second = _named(each.first), _named(each.second)
            same[each.first_by_id].append((first, second))
            same[each.second_by_id].append((second, first))
    found = {}
    for rater in {*same, *composites}:
        others = [value for key, values in composites.items() if key != rater for value in values]
        found[str(rater)] = severity(same[rater], composites.get(rater, []), others, measures).as_kept()
    return found


def _composites(db: Session, where: Between) -> dict[UUID, list[float]]:
    """Each first rater's means of published reviews."""
    rows = db.execute(
        select(Review.id, Review.by_id, Rating.value)
        .join(Rating, Rating.review_id == Review.id)
        .join(Week, is_feedback_of_week())
        .join(Case, Case.id == Week.case_id)
        .where(
            Case.team_id == where.team_id,
            Week.starts_on.between(where.since, where.until),
            Review.published_at <= where.at,
        )
    )
    by_review: defaultdict[tuple[UUID, UUID], list[int | None]] = defaultdict(list)
    for review_id, by_id, value in rows:
        by_review[by_id, review_id].append(value)
    found: defaultdict[UUID, list[float]] = defaultdict(list)
    for (by_id, _), values in by_review.items():
        if (mean := composite(values)) is not None:
            found[by_id].append(mean)
    return found


def _clear_superseded(db: Session, team_id: UUID) -> None:
    """Old numbers that nobody has looked at go; what a rater has seen of themselves stays."""
    looked = exists().where(SeverityLook.report_id == AgreementReport.id)
    db.execute(delete(AgreementReport).where(AgreementReport.team_id == team_id, ~looked))


def _named(ratings: dict[Principle, int | None]) -> dict[str, int | None]:
    return {principle.value: value for principle, value in ratings.items()}


def _names(principles: set[Principle]) -> set[str]:
    return {principle.value for principle in principles}
