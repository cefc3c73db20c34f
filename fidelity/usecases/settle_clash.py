"""Brings two versions of a note together after both were shown."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from fidelity.casenotes.form import Sections
from fidelity.casenotes.merge import merge
from fidelity.casenotes.problems import too_long
from fidelity.usecases.errors import Clash, InvalidInput, NotFound
from fidelity.usecases.keep_words import settle
from fidelity.usecases.note_state import Base, NoteState, state_of
from fidelity.usecases.save_draft import keep_form, note_to_write, put_draft
from models import CaseNote, KeptWords, NoteSection, Person


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
    kept_id: UUID | None = None,
) -> NoteState:
    """Save the draft as chosen, section by section: ``mine``, ``theirs`` or ``both``.

    ``base`` is the version that was shown beside mine; raises Clash if there is a newer one still.
    ``kept_id``: mine is what was kept there, whatever the page sends; it is settled in the same step.
    """
    note = note_to_write(db, by=by, case_id=case_id, monday=monday)
    kept = kept_of_note(db, note, kept_id) if kept_id else None
    mine = kept.words if kept else mine
    theirs = state_of(db, case_id, monday)
    if kept is not None and kept.settled_at is not None:
        return theirs
    if theirs.base != base:
        raise Clash(theirs, kept.id if kept else keep_form(db, by, note, mine, base, None))
    merged = merge(mine, theirs.sections, choices)
    if problems := too_long(merged, longest=longest):
        raise InvalidInput(problems)
    state = theirs if merged == theirs.sections else put_draft(db, by, note, theirs, merged)
    if kept is not None:
        settle(kept, by)
    db.commit()
    return state


def kept_of_note(db: Session, note: CaseNote, kept_id: UUID) -> KeptWords:
    """A row of this note."""
    kept = db.get(KeptWords, kept_id)
    if kept is None or kept.note_id != note.id:
        raise NotFound
    return kept
