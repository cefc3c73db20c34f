"""Makes a revision of a note: what is read, tagged and reviewed from then on."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from fidelity.casenotes.carry import carried, with_carried
from fidelity.casenotes.form import Sections, tidy
from fidelity.casenotes.problems import not_ready
from fidelity.casenotes.texts import texts_of
from fidelity.queue import JobKind, JobQueue
from fidelity.usecases import audit, jobs
from fidelity.usecases.errors import Clash, InvalidInput
from fidelity.usecases.note_state import Base, latest_revision, notes_before, state_of
from fidelity.usecases.save_draft import keep_form, note_to_write
from models import CaseNoteDraft, CaseNoteRevision, Person


class NotReady(InvalidInput):
    """Something must be put right. Carries the form, with the goals in it that it lacked."""

    def __init__(self, messages: Mapping[str, str], sections: Sections) -> None:
        super().__init__(messages)
        self.sections = sections


def hand_in_note(
    db: Session,
    queue: JobQueue,
    *,
    by: Person,
    case_id: UUID,
    monday: date,
    sections: Sections,
    base: Base,
    longest: int,
    kept_id: UUID | None = None,
) -> CaseNoteRevision:
    """Keep the form for good and ask for it to be tagged.

    Every goal of the notes before it is in it, and is rated. Safe to send twice: a form that says what the
    latest revision says makes no new one. Raises NotReady, and Clash with the NoteState that stands there
    when ``base`` is no longer it.
    """
    note = note_to_write(db, by=by, case_id=case_id, monday=monday)
    sections = tidy(sections)
    standing, latest = state_of(db, case_id, monday), latest_revision(db, case_id, monday)
    # An answer to an autosave may have been lost: what counts then is that the words are the same.
    is_current = base == standing.base or sections == standing.sections
    is_unchanged = latest is not None and tidy(latest.sections) == sections
    if not is_current and not is_unchanged:
        raise Clash(standing, keep_form(db, by, note, sections, base, kept_id))
    if not is_unchanged:
        sections = _ready(db, case_id, monday, sections, longest=longest)

    if standing.is_draft and is_current:
        db.delete(db.get_one(CaseNoteDraft, note.id))
    if latest is not None and is_unchanged:
        db.commit()
        return latest
    revision = CaseNoteRevision(
        note_id=note.id,
        number=standing.base.revision + 1,
        written_by=by,
        sections=sections,
        texts=texts_of(sections),
    )
    db.add(revision)
    db.flush()
    # A note says that something happened after all.
    note.week.nothing_because = note.week.nothing_said_by_id = None
    audit.note(db, by, "handed in note", subject_id=revision.id, team_id=note.week.case.team_id)
    job = jobs.ask(db, JobKind.TAG_NOTE, revision.id)
    db.commit()
    jobs.send(db, queue, job)
    return revision


def _ready(db: Session, case_id: UUID, monday: date, sections: Sections, *, longest: int) -> Sections:
    """The form with the goals that it has to rate, or NotReady."""
    waiting = carried([before for _, before in notes_before(db, case_id, monday)])
    whole = with_carried(sections, waiting)
    if problems := not_ready(whole, longest=longest, waiting=waiting):
        raise NotReady(problems, whole)
    return whole
