"""What raters made of the machine's suggestions in published reviews, and of what was drawn of the rest."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, case, func, select, true
from sqlalchemy.orm import Session

from fidelity.adherence.in_service import Counts, Offered
from fidelity.adherence.recall import Drawn, Found
from fidelity.usecases.find_suggestions import of_reviews, standing
from fidelity.usecases.offered import was_before_them, was_offered
from models import (
    Case,
    Offer,
    Polarity,
    Principle,
    Review,
    Strength,
    Suggestion,
    SuggestionDecision,
    Verdict,
    Week,
)

#: Of which cases, and how far back: a condition on ``case`` and ``week``.
Where = ColumnElement[bool]


def count_in_service(db: Session, where: Where) -> dict[Principle, Counts]:
    """Each principle's counts. One query: added up in the database, as there are thousands."""
    found: defaultdict[Principle, Counts] = defaultdict(Counts)
    for principle, *row in _counted(db, where, Suggestion.principle):
        found[principle] += _counts(*row)
    return found


def count_by_week(db: Session, where: Where, principle: Principle) -> dict[date, Counts]:
    """One principle's counts by week, which is known by its Monday."""
    found: defaultdict[date, Counts] = defaultdict(Counts)
    for week, *row in _counted(db, where & (Suggestion.principle == principle), Week.starts_on):
        found[week] += _counts(*row)
    return found


def seconds_by_week(db: Session, where: Where, principle: Principle) -> dict[date, list[float]]:
    """How long each decision that stands took, from showing to deciding."""
    rows = db.execute(
        of_reviews(Week.starts_on, SuggestionDecision.seconds)
        .join(Case, Case.id == Week.case_id)
        .join(SuggestionDecision, SuggestionDecision.id == standing(SuggestionDecision.id))
        .where(where, Suggestion.principle == principle, SuggestionDecision.verdict != Verdict.UNDONE)
    )
    found: defaultdict[date, list[float]] = defaultdict(list)
    for week, seconds in rows:
        found[week].append(seconds)
    return found


def _counted(db: Session, where: Where, by: Any) -> Iterable[Any]:
    """By this column and by all that says how a row counts: how many, and the sums of 1 ÷ chance.

    What no rater had before them, because they rated without looking, is not there.
    """
    verdict = standing(SuggestionDecision.verdict)
    columns = (Suggestion.polarity, Suggestion.strength, Review.offer, Suggestion.chance)
    wanted = of_reviews(
        by.label("key"), *columns, was_offered(verdict).label("is_offered"), verdict.label("verdict")
    ).join(Case, Case.id == Week.case_id)
    rows = wanted.where(where, was_before_them(true(), verdict)).subquery()
    weight = 1.0 / rows.c.chance
    found = select(
        rows.c.key,
        rows.c.polarity,
        rows.c.strength,
        rows.c.offer,
        rows.c.is_offered,
        rows.c.chance.is_not(None).label("is_drawn"),
        case((rows.c.verdict != Verdict.UNDONE, rows.c.verdict)).label("stands"),
        weight.label("weight"),
    ).subquery()
    groups = [column for column in found.c if column.name != "weight"]
    sums = (func.count(), func.sum(found.c.weight), func.sum(found.c.weight * found.c.weight))
    return db.execute(select(*groups, *sums, func.max(found.c.weight)).group_by(*groups))


def _counts(  # noqa: PLR0917  # a row, as it comes
    polarity: Polarity,
    strength: Strength,
    offer: Offer | None,
    is_offered: bool,
    is_drawn: bool,
    stands: Verdict | None,
    n: int,
    weight: float | None,
    squares: float | None,
    heaviest: float | None,
) -> Counts:
    """Where a team is shown fewer, nobody decided on the rest: such reviews say nothing of recall."""
    offer = offer or Offer.USUAL
    decided, accepted = n * (stands is not None), n * (stands is Verdict.ACCEPTED)
    is_whole = Strength.USUAL in offer.strengths
    if is_drawn:
        if not is_whole:
            return Counts()
        weights = (weight or 0.0, squares or 0.0) if accepted else (0.0, 0.0)
        return Counts(drawn=Drawn(n, decided, accepted, *weights, heaviest or 0.0 if decided else 0.0))
    if not is_offered:
        return Counts()
    counts_for_recall = is_whole and strength is not Strength.WEAK
    return Counts(
        offered=Offered(n, decided, accepted, n * (polarity is Polarity.COUNTER)),
        found=Found(n, decided, accepted) if counts_for_recall else Found(),
    )
