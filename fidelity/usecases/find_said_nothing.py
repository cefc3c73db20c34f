"""Who said that there is nothing in a week, and when."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from fidelity.usecases.say_nothing_happened import SAID_NOTHING
from models import AuditEntry, Person, Week


@dataclass(frozen=True, slots=True)
class SaidNothing:
    """The reason, in somebody's words. ``at``: as the audit log has it; nothing where it knows nothing."""

    because: str
    by: str
    at: datetime | None


def find_said_nothing(db: Session, week: Week) -> SaidNothing:
    """For a week of which it was said."""
    said = {"person_id": week.nothing_said_by_id, "subject_id": week.id, "what": SAID_NOTHING}
    at = select(func.max(AuditEntry.at)).filter_by(**said)
    name = select(Person.name).filter_by(id=week.nothing_said_by_id)
    return SaidNothing(week.nothing_because or "", db.scalar(name) or "", db.scalar(at))
