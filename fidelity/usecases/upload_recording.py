"""Takes in the audio of a visit: looks at it, keeps it, and asks for it to be written down."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from fidelity.permissions import Deed
from fidelity.queue import JobKind, JobQueue
from fidelity.speech.types import AudioFacts, UnreadableAudio
from fidelity.storage import Arriving, AudioStore
from fidelity.usecases import audit, guard, jobs
from fidelity.usecases.errors import InvalidInput
from fidelity.usecases.week_of import week_of
from models import Case, Language, Person, Recording, RecordingStatus, monday_of, now

#: More people than this in one room is taken to be a slip of the finger.
MOST_PEOPLE = 20
OLDEST_VISIT = timedelta(days=366)


class SameRecording(InvalidInput):
    """These very bytes are on the case already; ``recording_id`` says where."""

    def __init__(self, recording_id: UUID) -> None:
        super().__init__({"audio": "You have already uploaded this recording to this case"})
        self.recording_id = recording_id


@dataclass(frozen=True, kw_only=True)
class Visit:
    """What a person says of the visit; nothing where they said nothing that can be read."""

    visited_on: date | None
    is_therapist_present: bool
    caregivers: int | None
    young_people: int | None
    others: int | None
    language: Language | None
    is_consent_confirmed: bool


def open_upload(db: Session, *, by: Person, case_id: UUID) -> Case:
    """The case, if the person may add a recording to it."""
    return guard.case(db, by, Deed.UPLOAD_RECORDING, case_id)


def upload_recording(
    db: Session,
    store: AudioStore,
    queue: JobQueue,
    probe: Callable[[Path], AudioFacts],
    *,
    by: Person,
    case_id: UUID,
    arriving: Arriving | None,
    visit: Visit,
) -> Recording:
    """Keep the audio, note the recording, and ask for it to be transcribed.

    No transaction is open while the file is looked at: that takes seconds, and one writer at a
    time is all that SQLite has. Raises InvalidInput with a sentence for each field.
    """
    case = open_upload(db, by=by, case_id=case_id)
    problems = check_visit(case, visit, date.today())
    if arriving is None:
        problems = {"audio": "Choose a recording"} | problems
    db.rollback()
    if problems or arriving is None or visit.visited_on is None or visit.language is None:
        raise InvalidInput(problems)
    try:
        arriving.complete()
        facts = probe(arriving.path)
    except UnreadableAudio as error:
        raise InvalidInput({"audio": error.sentence}) from error

    case = open_upload(db, by=by, case_id=case_id)
    # This locks the case: a second upload of the same file waits here until it can see the first.
    week = week_of(db, case, monday_of(visit.visited_on))
    _refuse_the_same(db, case, arriving.sha256)
    kept = arriving.keep()
    try:
        recording = Recording(
            case_id=case.id,
            week_id=week.id,
            uploaded_by_id=by.id,
            visited_on=visit.visited_on,
            is_therapist_present=visit.is_therapist_present,
            caregivers=visit.caregivers,
            young_people=visit.young_people,
            others=visit.others,
            language=visit.language,
            consent_confirmed_at=now(),
            audio_key=kept.key,
            size_bytes=kept.size_bytes,
            sha256=kept.sha256,
            duration_seconds=facts.duration_seconds,
            codec=facts.codec,
        )
        db.add(recording)
        db.flush()
        audit.note(db, by, "uploaded recording", subject_id=recording.id, team_id=case.team_id)
        job = jobs.ask(db, JobKind.TRANSCRIBE, recording.id, by_id=by.id)
        db.commit()
    except BaseException:
        db.rollback()
        store.delete(kept.key)
        raise
    # Only now: a worker must not look for a row that is not there yet.
    jobs.send(db, queue, job)
    return recording


def check_visit(case: Case, visit: Visit, today: date) -> dict[str, str]:
    """A sentence for each field that must be put right, in the order of the page."""
    problems: dict[str, str] = {}
    if case.closed_on and case.closed_on < today:
        problems["audio"] = "This case is closed: ask your supervisor to open it again"
    if day_problem := _day_problem(case, visit.visited_on, today):
        problems["visited_on"] = day_problem
    counts = {"caregivers": visit.caregivers, "young_people": visit.young_people, "others": visit.others}
    for field, count in counts.items():
        if count is None or not 0 <= count <= MOST_PEOPLE:
            problems[field] = f"Enter a whole number from 0 to {MOST_PEOPLE}"
    if not visit.is_therapist_present and not any(counts.values()):
        problems["is_therapist_present"] = "Say who was there: at least one person"
    if visit.language is None:
        problems["language"] = "Choose the language that was spoken"
    if not visit.is_consent_confirmed:
        problems["is_consent_confirmed"] = "Confirm that everyone agreed to be recorded"
    return problems


def _day_problem(case: Case, day: date | None, today: date) -> str | None:
    if day is None:
        return "Enter the date of the session"
    if day > today:
        return "The date of the session must be today or in the past"
    if day < today - OLDEST_VISIT:
        return "The session must not be more than a year ago"
    if day < case.opened_on:
        return f"The session must not be before the case was opened, {_spoken(case.opened_on)}"
    if case.closed_on and day > case.closed_on:
        return f"The session must not be after the case was closed, {_spoken(case.closed_on)}"
    return None


def _spoken(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _refuse_the_same(db: Session, case: Case, sha256: str) -> None:
    same = select(Recording.id).where(
        Recording.case_id == case.id,
        Recording.sha256 == sha256,
        Recording.status != RecordingStatus.WITHDRAWN,  # its audio is gone: it may come again
    )
    if (found := db.scalar(same.limit(1))) is not None:
        raise SameRecording(found)
