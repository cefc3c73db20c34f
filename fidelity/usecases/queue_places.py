"""A week of a case in a queue: whose it is, and the consultation at which it is talked about."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from fidelity.consultation import week_number
from fidelity.usecases.week_holders import holders_in_week
from fidelity.week_state import due_at
from models import Case, Person


@dataclass(frozen=True, slots=True)
class Place:
    """A week of a case, and the consultation at which it is talked about."""

    case: Case
    monday: date
    due: datetime
    week_of_case: int
    therapists: Sequence[Person]


def place_of(case: Case, monday: date) -> Place:
    """Of a case whose team and therapists are at hand."""
    team = case.team
    return Place(
        case=case,
        monday=monday,
        due=due_at(
            monday,
            weekday=team.consultation_weekday,
            at=team.consultation_time,
            opened_on=case.opened_on,
        ),
        week_of_case=week_number(monday, opened_on=case.opened_on),
        therapists=holders_in_week(case, monday),
    )
