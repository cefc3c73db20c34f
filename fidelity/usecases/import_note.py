"""Reads a document into the sections of a note, for checking before anything is kept."""

from collections.abc import Callable
from datetime import date
from typing import BinaryIO
from uuid import UUID

from sqlalchemy.orm import Session

from fidelity.casenotes.split import Imported, split
from fidelity.permissions import Deed
from fidelity.usecases import guard
from fidelity.usecases.errors import InvalidInput
from fidelity.usecases.week_of import check_week
from models import NoteSection, Person

#: Gives a document's words, or InvalidInput with what is wrong with it.
ReadDocument = Callable[[BinaryIO], str]


def import_note(
    db: Session,
    read: ReadDocument,
    *,
    by: Person,
    case_id: UUID,
    monday: date,
    document: BinaryIO | None,
    loose_goes_to: NoteSection | None,
) -> dict[NoteSection, str]:
    """The document's words by section; those under no heading go where the person says. Keeps nothing."""
    case, _ = guard.week(db, by, Deed.WRITE_NOTE, case_id, monday)
    check_week(case, monday)
    if document is None:
        raise InvalidInput({"document": "Select a .txt, .docx or .pdf file"})
    imported = split(read(document))
    if imported.loose and loose_goes_to is None:
        raise InvalidInput({"loose_goes_to": "Choose where text without a heading should go"})
    return _placed(imported, loose_goes_to)


def _placed(imported: Imported, loose_goes_to: NoteSection | None) -> dict[NoteSection, str]:
    placed = dict(imported.sections)
    if imported.loose and loose_goes_to:
        parts = (imported.loose, placed.get(loose_goes_to, ""))
        placed[loose_goes_to] = "\n\n".join(part for part in parts if part)
    return {section: placed[section] for section in NoteSection if section in placed}
