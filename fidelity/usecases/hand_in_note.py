"""Makes a revision of a note: what is read, tagged and reviewed from then on."""

from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from fidelity.casenotes.form import Sections, tidy
from fidelity.casenotes.problems import not_ready
from fidelity.casenotes.texts import texts_of
from fidelity.queue import JobKind, JobQueue
from fidelity.usecases import audit, jobs
from fidelity.usecases.errors import Clash, InvalidInput
from fidelity.usecases.note_state import Base, latest_revision, state_of
from fidelity.usecases.save_draft import note_to_write
from models import CaseNoteDraft, CaseNoteRevision, Person


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
) -> CaseNoteRevision:
    """Keep the form for good and ask for it to be tagged.

    Safe to send twice: a form that says what the latest revision says makes no new one. Raises
    Clash with the NoteState that stands there when ``base`` is no longer it.
    """
    note = note_to_write(db, by=by, case_id=case_id, monday=monday)
    sections = tidy(sections)
    if problems := not_ready(sections, longest=longest):
        raise InvalidInput(problems)
    standing, latest = state_of(db, case_id, monday), latest_revision(db, case_id, monday)
    # An answer to an autosave may have been lost: what counts then is that the words are the same.
    is_current = base == standing.base or sections == standing.sections
    is_unchanged = latest is not None and tidy(latest.sections) == sections
    if not is_current and not is_unchanged:
        raise Clash(standing)

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
