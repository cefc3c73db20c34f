"""Finds a note as it was handed in, and its earlier revisions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from fidelity.permissions import Deed, may
from fidelity.usecases import audit, guard
from fidelity.usecases.errors import NotFound
from fidelity.usecases.find_said import SaidBefore, SaidHere, said_in_note, said_on_earlier_revisions
from models import Case, CaseNote, CaseNoteDraft, CaseNoteRevision, Person, Week


@dataclass(frozen=True)
class ReadNote:
    """A week's note: the revision that is shown, and all of them, the oldest first."""

    case: Case
    week: Week | None
    revisions: Sequence[CaseNoteRevision]
    shown: CaseNoteRevision | None
    may_write: bool
    #: Only said to who may write.
    has_draft: bool
    #: What published feedback says about the shown revision, for the therapist who can reply to it.
    said: Sequence[SaidHere] = ()
    #: How much it says about words of earlier revisions that are not in this one.
    said_elsewhere: int = 0

    @property
    def is_latest(self) -> bool:
        """Whether nothing newer was handed in."""
        return bool(self.revisions) and self.shown is self.revisions[-1]


def read_note(db: Session, *, by: Person, case_id: UUID, monday: date, number: int | None = None) -> ReadNote:
    """The latest revision or the one that is asked for; nothing shown while none was handed in."""
    case, week = guard.week(db, by, Deed.READ_NOTE, case_id, monday)
    of_week = (
        select(CaseNoteRevision).join(CaseNoteRevision.note).where(CaseNote.week_id == (week and week.id))
    )
    revisions = db.scalars(of_week.order_by(CaseNoteRevision.number)).all()
    shown = next((r for r in reversed(revisions) if number in (None, r.number)), None)
    if number is not None and shown is None:
        raise NotFound
    if shown:
        audit.note_reading(db, by, "read note", subject_id=shown.id, team_id=case.team_id)
    may_write = may(by, Deed.WRITE_NOTE, case=case)
    draft = select(
        exists().where(CaseNoteDraft.note_id == CaseNote.id, CaseNote.week_id == (week and week.id))
    )
    said = said_in_note(db, by, case, shown.id) if shown else ()
    is_latest = bool(revisions) and shown is revisions[-1]
    before = said_on_earlier_revisions(db, by, case, revisions) if is_latest else SaidBefore()
    return ReadNote(
        case,
        week,
        revisions,
        shown,
        may_write,
        may_write and bool(db.scalar(draft)),
        [*said, *before.here],
        before.missing,
    )


def two_revisions(
    db: Session, *, by: Person, case_id: UUID, monday: date, older: int, newer: int
) -> tuple[ReadNote, CaseNoteRevision, CaseNoteRevision]:
    """Two revisions of the same note, to be compared."""
    note = read_note(db, by=by, case_id=case_id, monday=monday, number=newer)
    first = next((r for r in note.revisions if r.number == older), None)
    if first is None or note.shown is None:
        raise NotFound
    audit.note_reading(db, by, "read note", subject_id=first.id, team_id=note.case.team_id)
    return note, first, note.shown
