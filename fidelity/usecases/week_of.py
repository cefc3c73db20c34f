"""Finds a case's week, or begins it; and says which weeks may be written in."""

from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from fidelity.usecases.errors import InvalidInput
from models import Case, Week, monday_of


def week_of(db: Session, case: Case, monday: date) -> Week:
    """The row of a case's week, made if it is not there yet. Commits nothing.

    Locks the case until the transaction ends: two people who begin the same week, or save the
    same note, come one after the other. (SQLite has one writer at a time in any case.)
    """
    db.scalars(select(Case.id).filter_by(id=case.id).with_for_update(key_share=True)).one()
    found = db.scalar(select(Week).filter_by(case_id=case.id, starts_on=monday))
    if found is None:
        found = Week(case_id=case.id, starts_on=monday)
        db.add(found)
        db.flush()
    return found


class WeekNotOpen(InvalidInput):
    """Nothing can be written in this week."""


def check_week(case: Case, monday: date) -> None:
    """Raise WeekNotOpen for a week that has not begun, or in which the case is not open."""
    if problem := week_problem(case, monday, date.today()):
        raise WeekNotOpen({"week": problem})


def week_problem(case: Case, monday: date, today: date) -> str | None:
    """Why nothing can be written in a week, in words; nothing when it can."""
    if monday > monday_of(today):
        return "This week has not begun yet. Come back to it when it has"
    if case.closed_on is not None and monday > case.closed_on:
        return "This week comes after the case was closed"
    if monday + timedelta(days=6) < case.opened_on:
        return "This week comes before the case was opened"
    return None
