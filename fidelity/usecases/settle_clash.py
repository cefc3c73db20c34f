"""Brings two versions of a note together after both were shown."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from fidelity.casenotes.form import Sections
from fidelity.casenotes.merge import merge
from fidelity.permissions import Deed
from fidelity.usecases import guard
from fidelity.usecases.errors import Clash
from fidelity.usecases.note_state import Base, NoteState, state_of
from fidelity.usecases.save_draft import save_draft
from models import NoteSection, Person


def settle_clash(
    db: Session,
    *,
    by: Person,
    case_id: UUID,
    monday: date,
    mine: Sections,
    base: Base,
    choices: Mapping[NoteSection, str],
    longest: int,
) -> NoteState:
    """Save the draft as chosen, section by section: ``mine``, ``theirs`` or ``both``.

    ``base`` is the version that was shown beside mine; raises Clash if there is a newer one still.
    """
    guard.week(db, by, Deed.WRITE_NOTE, case_id, monday)
    theirs = state_of(db, case_id, monday)
    if theirs.base != base:
        raise Clash(theirs)
    merged = merge(mine, theirs.sections, choices)
    return save_draft(db, by=by, case_id=case_id, monday=monday, sections=merged, base=base, longest=longest)
