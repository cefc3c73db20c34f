"""Ticks an item of a consultation off, with what was said; or takes the tick back."""

from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from fidelity.agenda.outcomes import together
from fidelity.agenda.said import said
from fidelity.usecases import audit
from fidelity.usecases.agenda_row import agenda_row
from fidelity.usecases.errors import InvalidInput
from models import AgendaItem, Person, now

LONGEST_OUTCOME_CHARACTERS = 2_000
#: Of several people together.
_LONGEST_TOGETHER = 5 * LONGEST_OUTCOME_CHARACTERS


def tick_agenda_item(
    db: Session,
    *,
    by: Person,
    team_id: UUID,
    monday: date,
    key: str,
    is_ticked: bool | None = None,
    outcome: str | None = None,
    based_on: str = "",
) -> AgendaItem:
    """``is_ticked``: nothing leaves the tick as it is. ``outcome`` was written over ``based_on``.

    Who ticked first stays the one who ticked, and what the item said then is kept. Where two people write of
    one item, both lines are kept.
    """
    outcome = None if outcome is None else outcome.replace("\r\n", "\n").strip()
    if outcome is not None and len(outcome) > LONGEST_OUTCOME_CHARACTERS:
        raise InvalidInput(
            {"outcome": f"What was said must have {LONGEST_OUTCOME_CHARACTERS:,} characters or fewer"}
        )
    row, item = agenda_row(db, by=by, team_id=team_id, monday=monday, key=key, wants_item=is_ticked is True)
    if outcome is not None:
        kept = together(based_on.replace("\r\n", "\n").strip(), outcome, row.outcome)
        if len(kept) > max(_LONGEST_TOGETHER, len(row.outcome)):
            raise InvalidInput({"outcome": "With what others wrote here this is too long. Shorten yours"})
        row.outcome = kept
    if is_ticked is not None and is_ticked is not (row.ticked_at is not None):
        row.ticked_at, row.ticked_by_id = (now(), by.id) if is_ticked else (None, None)
        row.stood = [each.as_kept() for each in said(item)] if is_ticked and item else []
        what = "ticked agenda item" if is_ticked else "unticked agenda item"
        audit.note(db, by, what, subject_id=row.id, team_id=team_id)
    db.commit()
    return row
