"""Saves what is being typed, unless somebody else has saved in between."""

from datetime import date
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from fidelity.casenotes.form import Sections, is_empty, tidy
from fidelity.casenotes.problems import too_long
from fidelity.permissions import Deed
from fidelity.usecases import audit, guard
from fidelity.usecases.errors import Clash, InvalidInput
from fidelity.usecases.keep_words import keep_words
from fidelity.usecases.note_state import Base, NoteState, state_of
from fidelity.usecases.week_of import check_week, week_of
from models import CaseNote, CaseNoteDraft, Person, now


def save_draft(
    db: Session,
    *,
    by: Person,
    case_id: UUID,
    monday: date,
    sections: Sections,
    base: Base,
    longest: int,
    kept_id: UUID | None = None,
) -> NoteState:
    """Keep the form as the draft of the week's note and say where it stands then.

    When ``base`` is no longer what stands there, the form is kept beside it, and Clash carries both. Safe
    to send twice: what is there already is not saved again, whatever it was based on. ``kept_id``: where
    this page's form is kept already; a newer one takes its place.
    """
    note = note_to_write(db, by=by, case_id=case_id, monday=monday)
    sections = tidy(sections)
    if problems := too_long(sections, longest=longest):
        raise InvalidInput(problems)
    standing = state_of(db, case_id, monday)
    if sections == standing.sections:
        return standing
    if base != standing.base:
        raise Clash(standing, keep_form(db, by, note, sections, base, kept_id))
    state = put_draft(db, by, note, standing, sections)
    db.commit()
    return state


def put_draft(db: Session, by: Person, note: CaseNote, standing: NoteState, sections: Sections) -> NoteState:
    """Make this the draft, in the place of what stands. Part of the caller's transaction."""
    saved_at, number = now(), standing.base.number + 1
    kept = {"number": number, "sections": sections, "saved_at": saved_at, "saved_by_id": by.id}
    if standing.is_draft:
        db.execute(update(CaseNoteDraft).filter_by(note_id=note.id).values(**kept))
    else:
        db.add(CaseNoteDraft(note_id=note.id, **kept))
        audit.note(db, by, "began draft of note", subject_id=note.id, team_id=note.week.case.team_id)
    return NoteState(Base(standing.base.revision, number), sections, saved_at, by.name)


def keep_form(  # noqa: PLR0917  # a form and where it comes from
    db: Session, by: Person, note: CaseNote, sections: Sections, base: Base, kept_id: UUID | None
) -> UUID | None:
    """Commits: what is refused is kept in the transaction that refuses it. An empty form holds nothing."""
    if is_empty(sections):
        return None
    kept = keep_words(db, by=by, words=sections, based_on=base.number, note_id=note.id, kept_id=kept_id)
    db.commit()
    return kept.id


def note_to_write(db: Session, *, by: Person, case_id: UUID, monday: date) -> CaseNote:
    """The note of a week that this person may write, made if need be and locked. Commits nothing."""
    case, _ = guard.week(db, by, Deed.WRITE_NOTE, case_id, monday)
    check_week(case, monday)
    week = week_of(db, case, monday)
    note = db.scalar(select(CaseNote).filter_by(week_id=week.id))
    if note is None:
        note = CaseNote(week=week)
        db.add(note)
        db.flush()
    return note
