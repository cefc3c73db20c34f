"""What the machine suggested in the weeks of an adherence page. Nothing of it has a part in any rating."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from fidelity.adherence.suggested import Acceptance, Fate, Tally, acceptance
from fidelity.usecases import audit
from fidelity.usecases.choose_adherence import SPANS, Choice, choose_adherence
from fidelity.usecases.find_case_weeks import find_reviews
from fidelity.usecases.find_suggestions import count_suggestions, fate_of
from fidelity.usecases.hidden_suggestions import is_hidden_from
from models import Person, Polarity, Principle, Review, Week


@dataclass(frozen=True, slots=True)
class OfMachine:
    """The suggestions for one principle, by polarity and fate, and how many were accepted."""

    tallies: Mapping[tuple[Polarity, Fate], Tally]
    acceptance: Acceptance


@dataclass(frozen=True)
class MachinePage:
    """``reviewed``: how many weeks were."""

    choice: Choice
    reviewed: int
    machine: Mapping[Principle, OfMachine]


def read_machine(
    db: Session,
    *,
    by: Person,
    team_id: UUID,
    therapist_id: UUID | None = None,
    case_id: UUID | None = None,
    weeks: int = SPANS[1],
) -> MachinePage:
    """Of published reviews, without weeks that the person has yet to rate."""
    choice = choose_adherence(
        db, by=by, team_id=team_id, therapist_id=therapist_id, case_id=case_id, weeks=weeks
    )
    found = find_reviews(db, choice)
    of_weeks = select(Review.id).join(Week, Week.id == Review.week_id).where(Review.id.in_(found))
    unseen = set(db.scalars(of_weeks.where(is_hidden_from(by))))
    reviews = [key for key in found if key not in unseen]
    audit.note_reading(db, by, "read suggestions", subject_id=team_id, team_id=team_id)
    return MachinePage(choice, len(reviews), _machine(db, choice, reviews))


def _machine(db: Session, choice: Choice, reviews: Sequence[UUID]) -> dict[Principle, OfMachine]:
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
