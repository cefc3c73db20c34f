"""What a therapist needs to answer something agreed: the action, what was said, and the week's words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from fidelity.permissions import Deed
from fidelity.usecases import audit, guard
from fidelity.usecases.answer_action import agreed_action
from fidelity.usecases.find_agreed import Agreed, find_answers
from fidelity.usecases.find_weeks import weeks_between
from fidelity.usecases.note_state import latest_revision
from fidelity.usecases.week_of import check_week
from models import Case, CaseNoteRevision, Person, Recording


@dataclass(frozen=True)
class OpenAction:
    """Words can be copied from the note as it was handed in last, and from the sessions."""

    case: Case
    monday: date
    agreed: Agreed
    note: CaseNoteRevision | None
    recordings: Sequence[Recording]


def read_action(
    db: Session, *, by: Person, case_id: UUID, monday: date, action_id: UUID, is_again: bool = False
) -> OpenAction:
    """Raises WeekNotOpen. ``is_again``: the page comes back because the answer lacked something."""
    case, week = guard.week(db, by, Deed.ANSWER_ACTION, case_id, monday)
    check_week(case, monday)
    action = agreed_action(db, case_id, monday, action_id)
    (agreed,) = find_answers(db, by, case, [action])
    note = latest_revision(db, case_id, monday)
    if not is_again:
        audit.note_reading(db, by, "read week", subject_id=week.id if week else case.id, team_id=case.team_id)
    summary = weeks_between(db, [case.id], monday, monday).get((case.id, monday))
    return OpenAction(case, monday, agreed, note, summary.recordings if summary else [])
