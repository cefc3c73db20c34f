"""Cases with who held them when, in one query."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from fidelity.adherence.coverage import is_open_in
from models import Case, CaseTherapist, Person


@dataclass(frozen=True, slots=True)
class Held:
    """One therapist's time with a case."""

    person_id: UUID
    name: str
    starts_on: date
    ends_on: date | None


@dataclass(frozen=True, slots=True)
class HeldCase:
    """A case, when it was open, and who held it when."""

    id: UUID
    reference: str
    opened_on: date
    closed_on: date | None
    held: list[Held]

    def is_held_in(self, week: date, person_id: UUID) -> bool:
        """Whether the person held it on any day of a week: a week of handing over is of both."""
        return any(
            each.person_id == person_id and is_open_in(week, opened_on=each.starts_on, closed_on=each.ends_on)
            for each in self.held
        )

    def names_in(self, week: date) -> list[str]:
        """Who held it on a day of a week, each once, in the order in which they took it."""
        held = (
            each.name
            for each in self.held
            if is_open_in(week, opened_on=each.starts_on, closed_on=each.ends_on)
        )
        return list(dict.fromkeys(held))


def find_held_cases(db: Session, *conditions: ColumnElement[bool]) -> list[HeldCase]:
    """The cases of which all conditions are true, by reference, with who held them when. One query."""
    rows = db.execute(
        select(
            Case.id,
            Case.reference,
            Case.opened_on,
            Case.closed_on,
            CaseTherapist.person_id,
            Person.name,
            CaseTherapist.starts_on,
            CaseTherapist.ends_on,
        )
        .outerjoin(Case.therapists)
        .outerjoin(CaseTherapist.person)
        .where(*conditions)
        .order_by(Case.reference, CaseTherapist.starts_on)
    )
    cases: dict[UUID, HeldCase] = {}
    for case_id, reference, opened_on, closed_on, person_id, name, starts_on, ends_on in rows:
        case = cases.setdefault(case_id, HeldCase(case_id, reference, opened_on, closed_on, []))
        if person_id is not None:
            case.held.append(Held(person_id, name, starts_on, ends_on))
    return list(cases.values())
