"""Opens a case in a team and gives it to a therapist."""

from datetime import date
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from fidelity.permissions import Deed
from fidelity.usecases import audit, guard
from fidelity.usecases.answers import Answers
from fidelity.usecases.fill_case import commit_case, read_opened_on, read_reference, read_therapist
from models import Case, CaseTherapist, Person


def open_case(
    db: Session,
    *,
    by: Person | None,
    team_id: UUID,
    reference: str,
    therapist_id: UUID | None,
    opened_on: str,
) -> Case:
    """Reference and day as typed. The therapist holds the case from its first day on."""
    team = guard.team(db, by, Deed.MANAGE_CASES, team_id)
    answers, case_id = Answers(), uuid4()
    tidy = read_reference(db, answers, reference, own_id=case_id)
    opened = read_opened_on(answers, opened_on)
    therapist = read_therapist(db, answers, therapist_id, team_id=team.id, on=date.today())
    answers.check()

    case = Case(id=case_id, team_id=team.id, reference=tidy, opened_on=opened)
    if therapist is not None:
        case.therapists.append(CaseTherapist(person_id=therapist.id, starts_on=opened))
    db.add(case)
    audit.note(db, by, "opened case", subject_id=case.id, team_id=team.id)
    commit_case(db)
    return case
