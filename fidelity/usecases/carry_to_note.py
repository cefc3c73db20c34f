"""Takes marks and comments of a draft to a newer revision of the note, where their words surely stand in it.

What finds no place stays on the words that it was set on, and is listed at the desk (``find_left_behind``).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from fidelity.casenotes.find_again import Stretch, find_again
from models import CaseNoteRevision, Comment, Mark, NoteSection, Review

_Row = TypeVar("_Row", Mark, Comment)


@dataclass(frozen=True, slots=True)
class LeftBehind:
    """A mark or comment on words of a note that the review has moved on from."""

    row: Mark | Comment
    #: Number of the revision in which they stand.
    revision: int


def carry_to_note(db: Session, review: Review, revision: CaseNoteRevision) -> None:
    """What was left on an older revision is tried again. Part of the caller's transaction."""
    rows: list[Mark | Comment] = [*_on_notes(db, Mark, review), *_on_notes(db, Comment, review)]
    elsewhere = [row for row in rows if row.revision_id != revision.id]
    wanted = select(CaseNoteRevision).where(CaseNoteRevision.id.in_({row.revision_id for row in elsewhere}))
    texts = {each.id: each.texts for each in db.scalars(wanted)} if elsewhere else {}
    for row in elsewhere:
        if row.revision_id is None or row.section is None:
            continue
        stood = Stretch(row.section.value, row.starts, row.ends)
        found = find_again(texts[row.revision_id], stood, revision.texts)
        if found is not None:
            row.revision_id, row.section = revision.id, NoteSection(found.section)
            row.starts, row.ends = found.starts, found.ends
            row.quote = str(revision.texts[found.section])[found.starts : found.ends]


def find_left_behind(
    rows: Sequence[Mark | Comment], revisions: Sequence[CaseNoteRevision], read: CaseNoteRevision | None
) -> list[LeftBehind]:
    """Of a draft that reads one revision of the note, what hangs on another, oldest first."""
    number = {revision.id: revision.number for revision in revisions}
    return [
        LeftBehind(row, number[row.revision_id])
        for row in sorted(rows, key=lambda row: (row.created_at, str(row.id)))
        if row.revision_id is not None and row.revision_id in number
        if read is None or row.revision_id != read.id
    ]


def _on_notes(db: Session, table: type[_Row], review: Review) -> Sequence[_Row]:
    of_review = select(table).filter_by(review_id=review.id, removed_at=None)
    return db.scalars(of_review.where(table.revision_id.is_not(None))).all()
