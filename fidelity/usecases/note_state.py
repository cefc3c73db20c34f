"""Where the note of a week stands: its draft, its latest revision, or what a new note begins with."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from fidelity.casenotes.carry import carried, first_draft
from fidelity.casenotes.form import Sections, tidy
from fidelity.usecases.newest_revision import is_newest_revision
from models import CaseNote, CaseNoteDraft, CaseNoteRevision, Week

#: So many notes are looked through for the last that has goals.
NOTES_BACK = 12


@dataclass(frozen=True)
class Base:
    """What a save builds on: the latest revision, and the save of the draft after it; 0 for none."""

    revision: int = 0
    number: int = 0


@dataclass(frozen=True)
class NoteState:
    """What stands in the database now, and who put it there."""

    base: Base
    sections: Sections
    saved_at: datetime | None = None
    saved_by: str = ""
    #: The Monday of the note whose goals were carried over into one that is not begun yet.
    carried_from: date | None = None

    @property
    def is_draft(self) -> bool:
        """Whether something was saved that is not handed in."""
        return self.base.number > 0


def state_of(db: Session, case_id: UUID, monday: date) -> NoteState:
    """Read afresh; makes no row."""
    draft, latest = _draft(db, case_id, monday), latest_revision(db, case_id, monday)
    revision = latest.number if latest else 0
    if draft:
        base = Base(revision, draft.number)
        return NoteState(base, tidy(draft.sections), draft.saved_at, draft.saved_by.name)
    if latest:
        return NoteState(Base(revision), tidy(latest.sections), latest.created_at, latest.written_by.name)
    sections, source = first_form(db, case_id, monday)
    return NoteState(Base(), sections, carried_from=source)


def first_form(db: Session, case_id: UUID, monday: date) -> tuple[Sections, date | None]:
    """What a new note begins with, and the Monday of the note whose goals it has to rate."""
    before = notes_before(db, case_id, monday)
    sections = [note for _, note in before]
    source = before[carried(sections).notes_ago][0] if before else None
    return first_draft(sections), source


def latest_revision(db: Session, case_id: UUID, monday: date) -> CaseNoteRevision | None:
    """What was handed in last for a week."""
    of_week = _revisions().where(Week.case_id == case_id, Week.starts_on == monday)
    return db.scalars(of_week.order_by(CaseNoteRevision.number.desc()).limit(1)).first()


def _draft(db: Session, case_id: UUID, monday: date) -> CaseNoteDraft | None:
    wanted = select(CaseNoteDraft).join(CaseNoteDraft.note).join(CaseNote.week)
    return db.scalar(
        wanted.where(Week.case_id == case_id, Week.starts_on == monday).execution_options(
            populate_existing=True
        )
    )


def notes_before(db: Session, case_id: UUID, monday: date) -> list[tuple[date, Sections]]:
    """The Monday and the form of the last notes before a week, as handed in last; the newest first."""
    rows = db.execute(
        select(Week.starts_on, CaseNoteRevision.sections)
        .join(CaseNoteRevision.note)
        .join(CaseNote.week)
        .where(Week.case_id == case_id, Week.starts_on < monday, is_newest_revision())
        .order_by(Week.starts_on.desc())
        .limit(NOTES_BACK)
    )
    return [(starts_on, sections) for starts_on, sections in rows]


def _revisions() -> Select[CaseNoteRevision]:
    return select(CaseNoteRevision).join(CaseNoteRevision.note).join(CaseNote.week)
