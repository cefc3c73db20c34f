"""Adherence over weeks: ratings, how much was reviewed, and the machine's suggestions beside them."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from fidelity.adherence.coverage import Coverage, WeekState, coverage
from fidelity.adherence.series import Series, over_weeks
from fidelity.adherence.suggested import Acceptance, Fate, Suggested, Tally, acceptance, tally
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
    shown = {(each.case.id, each.week) for each in case_weeks}
    suggested: defaultdict[Principle, list[Suggested]] = defaultdict(list)
    for case_id, week, principle, polarity, verdict, n in count_suggestions(db, choice):
        if (case_id, week) in shown:
            kind = Suggested((case_id, week), polarity is Polarity.COUNTER, fate_of(verdict), n)
            suggested[principle].append(kind)
    return {
        principle: OfMachine(
            tallies={
                (polarity, fate): tally(
                    suggested[principle], is_counter=polarity is Polarity.COUNTER, fate=fate
                )
                for polarity in Polarity
                for fate in Fate
            },
            acceptance=acceptance(suggested[principle]),
        )
        for principle in Principle
    }
