"""Puts right what was mistyped when a case was opened."""

from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from fidelity.permissions import Deed
from fidelity.usecases import audit, guard
from fidelity.usecases.answers import Answers, said
from fidelity.usecases.fill_case import commit_case, read_opened_on, read_reference
from models import Case, Person, Week


def change_case(db: Session, *, by: Person | None, case_id: UUID, reference: str, opened_on: str) -> Case:
    """Reference and day as typed. Who held the case from its first day on holds it from the new one."""
    case = guard.case(db, by, Deed.MANAGE_CASES, case_id)
    answers = Answers()
    tidy = read_reference(db, answers, reference, own_id=case.id)
    opened = read_opened_on(answers, opened_on)
    if case.closed_on and opened > case.closed_on:
        answers.refuse("opened_on", f"The case was closed on {said(case.closed_on)}. Enter an earlier day")
    first_week = db.scalar(select(func.min(Week.starts_on)).filter_by(case_id=case.id))
    if first_week and (opened - first_week).days > 6:
        answers.refuse("opened_on", f"There is work on this case in the week of {said(first_week)} already")
    answers.check()

    for held in case.therapists:
        is_first = held.starts_on == case.opened_on
        if is_first and (held.ends_on is None or held.ends_on >= opened):
            held.starts_on = opened
    case.reference, case.opened_on = tidy, opened
    audit.note(db, by, "changed case", subject_id=case.id, team_id=case.team_id)
    commit_case(db)
    return case
