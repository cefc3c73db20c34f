"""Puts checked words of a document into the draft of a note."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal
from uuid import UUID

from sqlalchemy.orm import Session

from fidelity.casenotes.split import add
from fidelity.permissions import Deed
from fidelity.usecases import guard
from fidelity.usecases.errors import Clash
from fidelity.usecases.note_state import Base, NoteState, state_of
from fidelity.usecases.save_draft import save_draft
from models import NoteSection, Person

How = Literal["add", "replace", "leave"]


@dataclass(frozen=True)
class Taken:
    """What a person decided on for one section."""

    section: NoteSection
    text: str
    how: How


def keep_import(
    db: Session,
    *,
    by: Person,
    case_id: UUID,
    monday: date,
    taken: Sequence[Taken],
    base: Base,
    longest: int,
) -> NoteState:
    """Add to what was shown, or replace it. Raises Clash if it is no longer what was shown."""
    guard.week(db, by, Deed.WRITE_NOTE, case_id, monday)
    state = state_of(db, case_id, monday)
    if state.base != base:
        raise Clash(state)
    sections = state.sections
    for part in taken:
        if part.how != "leave":
            sections = add(sections, part.section, part.text, replacing=part.how == "replace")
    return save_draft(
        db, by=by, case_id=case_id, monday=monday, sections=sections, base=base, longest=longest
    )
