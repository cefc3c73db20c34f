"""Gives a case to a therapist, beside those who hold it or in their place."""

from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from fidelity.permissions import Deed
from fidelity.usecases import audit, guard
from fidelity.usecases.answers import Answers, said
from fidelity.usecases.fill_case import read_therapist
from models import Case, CaseTherapist, Person


def give_case(
    db: Session,
    *,
    by: Person | None,
    case_id: UUID,
    therapist_id: UUID | None,
    starts_on: str,
    ends_on: str = "",
    is_handed_over: bool,
) -> Case:
    """Dates as typed. ``is_handed_over``: whoever holds it then stops on the day before."""
    case = guard.case(db, by, Deed.MANAGE_CASES, case_id)
    # Two clicks take turns, so that the second finds who the first has given it to.
    db.execute(select(Case.id).where(Case.id == case.id).with_for_update())
    db.refresh(case, ["therapists"])
    answers = Answers()
    starts = answers.day("starts_on", starts_on, missing="Enter the first day")
    ends = answers.maybe_day("ends_on", ends_on)
    if starts < case.opened_on:
        answers.refuse(
            "starts_on", f"The case was opened on {said(case.opened_on)}. Enter that day or a later one"
        )
    if ends and ends < starts:
        answers.refuse("ends_on", "The last day must be the first day or later")
    # Somebody who joined lately may well have held it before the machine knew.
    therapist = read_therapist(db, answers, therapist_id, team_id=case.team_id, on=max(starts, date.today()))
    for held in case.therapists:
        if therapist and held.person_id == therapist.id and _overlap(held, starts, ends):
            answers.refuse("therapist", f"{therapist.name} holds this case in that time already")
    answers.check()

    if is_handed_over:
        for held in case.therapists:
            if held.ends_on is None or held.ends_on >= starts:
                held.ends_on = max(starts, held.starts_on) - timedelta(days=1)
    if therapist is not None:
        case.therapists.append(CaseTherapist(person_id=therapist.id, starts_on=starts, ends_on=ends))
    audit.note(db, by, "gave case", subject_id=case.id, team_id=case.team_id)
    db.commit()
    return case


def _overlap(held: CaseTherapist, starts: date, ends: date | None) -> bool:
    return held.starts_on <= (ends or date.max) and starts <= (held.ends_on or date.max)
