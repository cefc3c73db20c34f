"""Adherence over weeks: ratings, how much was reviewed, and the machine's suggestions beside them."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from fidelity.adherence.coverage import Coverage, WeekState, coverage
from fidelity.adherence.series import Series, over_weeks
from fidelity.adherence.suggested import Acceptance, Fate, Tally, acceptance
from fidelity.usecases import audit
from fidelity.usecases.choose_adherence import SPANS, Choice, choose_adherence
from fidelity.usecases.find_case_weeks import CaseWeek, find_case_weeks
from fidelity.usecases.find_suggestions import count_suggestions, fate_of
from models import Person, Polarity, Principle


@dataclass(frozen=True, slots=True)
class OfMachine:
    """The suggestions for one principle, by polarity and fate, and how many were accepted."""

    tallies: Mapping[tuple[Polarity, Fate], Tally]
    acceptance: Acceptance


@dataclass(frozen=True)
class Adherence:
    """A page of adherence. Nothing in ``machine`` has a part in any rating."""

    choice: Choice
    composite: Series
    by_principle: Mapping[Principle, Series]
    coverage: Coverage
    #: Case weeks that are spoken of, and those of them with a reason why there is nothing.
    case_weeks: int
    nothing: int
    machine: Mapping[Principle, OfMachine]


def read_adherence(
    db: Session,
    *,
    by: Person,
    team_id: UUID,
    therapist_id: UUID | None = None,
    case_id: UUID | None = None,
    weeks: int = SPANS[1],
) -> Adherence:
    """Ratings of published reviews alone: a draft is nobody's business yet."""
    choice = choose_adherence(
        db, by=by, team_id=team_id, therapist_id=therapist_id, case_id=case_id, weeks=weeks
    )
    case_weeks = find_case_weeks(db, choice)
    audit.note_reading(db, by, "read adherence", subject_id=team_id, team_id=team_id)
    return Adherence(
        choice=choice,
        composite=series_of(case_weeks, None),
        by_principle={principle: series_of(case_weeks, principle) for principle in Principle},
        coverage=coverage(each.state for each in case_weeks),
        case_weeks=len(case_weeks),
        nothing=sum(each.state is WeekState.NOTHING for each in case_weeks),
        machine=_machine(db, choice, case_weeks),
    )


def series_of(case_weeks: list[CaseWeek], principle: Principle | None) -> Series:
    """The series of a principle, or of the composite."""
    return over_weeks(rated for each in case_weeks if (rated := each.rated(principle)))


def _machine(db: Session, choice: Choice, case_weeks: list[CaseWeek]) -> dict[Principle, OfMachine]:
    reviews = [each.review_id for each in case_weeks if each.review_id]
    found: dict[Principle, dict[tuple[Polarity, Fate], Tally]] = {principle: {} for principle in Principle}
    for principle, polarity, verdict, n, weeks in count_suggestions(db, choice, reviews) if reviews else ():
        found[principle][polarity, fate_of(verdict)] = Tally(n=n, weeks=weeks)
    none = {(polarity, fate): Tally(n=0, weeks=0) for polarity in Polarity for fate in Fate}
    return {
        principle: OfMachine(
            tallies=none | tallies,
            acceptance=acceptance((fate, tally) for (_, fate), tally in tallies.items()),
        )
        for principle, tallies in found.items()
    }
