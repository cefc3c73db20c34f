"""Nobody rates their own work: somebody may hold a family and review the team's other families."""

from datetime import date

from fidelity.usecases.errors import InvalidInput
from fidelity.usecases.week_holders import holders_in_week
from models import Case, Person


def held_in_week(case: Case, monday: date, person: Person) -> bool:
    """Whether the person held the case on any day of the week."""
    return any(holder.id == person.id for holder in holders_in_week(case, monday))


def refuse_own_work(case: Case, monday: date, by: Person, *, field: str) -> None:
    """InvalidInput for ``field`` where it would be their own."""
    if held_in_week(case, monday, by):
        raise InvalidInput({field: "You held this case in this week, so somebody else rates it"})
