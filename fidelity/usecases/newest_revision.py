"""Which revision of a note is the newest: what people read, tag and take out unless they ask for another."""

from sqlalchemy import ColumnElement, exists
from sqlalchemy.orm import aliased

from models import CaseNoteRevision


def is_newest_revision() -> ColumnElement[bool]:
    """True of the rows of ``case_note_revision`` that no later one of the same note follows."""
    later = aliased(CaseNoteRevision)
    is_later = later.note_id == CaseNoteRevision.note_id, later.number > CaseNoteRevision.number
    return ~exists().where(*is_later).correlate(CaseNoteRevision)
