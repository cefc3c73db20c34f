"""Takes in the audio of a visit: looks at it, keeps it, and asks for it to be written down."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

from sqlalchemy.orm import Session

from fidelity.permissions import Deed
from fidelity.queue import JobKind, JobQueue
from fidelity.slices import Slices
from fidelity.speech.types import AudioFacts, UnreadableAudio
from fidelity.storage import Arriving, AudioStore
from fidelity.usecases import audit, guard, jobs
from fidelity.usecases.errors import InvalidInput
from fidelity.usecases.same_recording import SameRecording, refuse_the_same
from fidelity.usecases.take_upload import NOT_YET, Taken, forget_upload, take_for_good, take_upload
from fidelity.usecases.week_of import week_of
from models import Case, Language, Person, Recording, monday_of, now

#: More people than this in one room is taken to be a slip of the finger.
MOST_PEOPLE = 20
OLDEST_VISIT = timedelta(days=366)


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
    #: Whether everyone also agreed that their words, and what is decided about them, may teach the tagger.
    is_learning_agreed: bool = False


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
    arriving: Arriving | None = None,
    upload_id: UUID | None = None,
    visit: Visit,
) -> Recording:
    """Keep the audio, note the recording, and ask for it to be transcribed.

    The audio came with the form (``arriving``) or before it, in slices (``upload_id``). What came in slices
    stays, to be sent again with a better form, unless it can never become a recording.
    No transaction is open while the file is looked at: that takes seconds, and one writer at a
    time is all that SQLite has. Raises InvalidInput with a sentence for each field.
    """
    case = open_upload(db, by=by, case_id=case_id)
    problems = check_visit(case, visit, date.today())
    taken: Taken | None = None
    if arriving is None and upload_id is not None:
        try:
            taken = take_upload(db, store, by=by, case_id=case_id, upload_id=upload_id)
        except InvalidInput as error:
            if isinstance(error, SameRecording):
                raise
            # That more must arrive is worth saying only once nothing else stands in the way.
            problems = (
                problems if error.messages["audio"] == NOT_YET and problems else error.messages | problems
            )
    elif arriving is None:
        problems = {"audio": "Choose a recording"} | problems
    db.rollback()
    audio = taken.slices if taken else arriving
    if problems or audio is None or visit.visited_on is None or visit.language is None:
        raise InvalidInput(problems)
    facts = _look_at(db, audio, probe, taken, by)

    case = open_upload(db, by=by, case_id=case_id)
    # This locks the case: a second upload of the same file waits here until it can see the first.
    week = week_of(db, case, monday_of(visit.visited_on))
    upload = take_for_good(db, taken, by=by) if taken else None
    try:
        refuse_the_same(db, case, audio.sha256)
    except SameRecording:
        if taken:
            forget_upload(db, taken, by=by)
        raise
    kept = audio.keep()
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
            is_learning_agreed=visit.is_learning_agreed,
            audio_key=kept.key,
            size_bytes=kept.size_bytes,
            sha256=kept.sha256,
            duration_seconds=facts.duration_seconds,
            codec=facts.codec,
        )
        db.add(recording)
        db.flush()
        # A recording says that something happened after all.
        week.nothing_because = week.nothing_said_by_id = None
        if upload:
            upload.recording_id = recording.id
        audit.note(db, by, "uploaded recording", subject_id=recording.id, team_id=case.team_id)
        job = jobs.ask(db, JobKind.TRANSCRIBE, recording.id, by_id=by.id)
        db.commit()
    except BaseException:
        db.rollback()
        audio.take_back()
        raise
    # Only now: a worker must not look for a row that is not there yet.
    jobs.send(db, queue, job)
    return recording


def _look_at(
    db: Session,
    audio: Arriving | Slices,
    probe: Callable[[Path], AudioFacts],
    taken: Taken | None,
    by: Person,
) -> AudioFacts:
    try:
        audio.complete()
        return probe(audio.path)
    except UnreadableAudio as error:
        if taken:
            forget_upload(db, taken, by=by)
        raise InvalidInput({"audio": error.sentence}) from error
    except FileNotFoundError:
        if taken is None:
            raise
        take_for_good(db, taken, by=by)  # says what became of it: sent twice at once, or thrown away
        raise


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
