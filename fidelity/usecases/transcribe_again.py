"""Asks for a new version of a recording's words: in another language, by another model, for more people."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from fidelity.permissions import Deed
from fidelity.queue import JobKind, JobQueue
from fidelity.usecases import audit, guard, jobs
from fidelity.usecases.answers import Answers
from fidelity.usecases.errors import NotFound
from models import Language, Person, Recording, RecordingStatus

MOST_PEOPLE = 20
_UNDER_WAY = "This recording is being written down already: wait until that is done, or cancel it"


@dataclass(frozen=True, slots=True)
class Choice:
    """How it should be heard this time."""

    language: Language | None
    #: Name of a recogniser on this machine.
    model: str
    #: How many people speak; nothing where that is not known.
    people: int | None


def hears_english_only(model: str) -> bool:
    """Whisper's English models say so in their name."""
    return model.endswith(".en")


def transcribe_again(
    db: Session,
    queue: JobQueue,
    *,
    by: Person,
    recording_id: UUID,
    choice: Choice,
    models: Collection[str],
) -> Recording:
    """Put the recording in line once more. The version that is there stays, and can be read meanwhile.

    ``models``: what may be chosen. Raises InvalidInput, also while other work on it is under way.
    """
    recording = guard.recording(db, by, Deed.TRANSCRIBE_AGAIN, recording_id)
    # Two clicks take turns: the second finds the work of the first under way.
    db.refresh(recording, with_for_update={"of": Recording})
    if recording.status is RecordingStatus.WITHDRAWN:
        raise NotFound
    _check(recording, choice, models)
    recording.status, recording.failure = RecordingStatus.WAITING, None
    job = jobs.ask(
        db,
        JobKind.TRANSCRIBE,
        recording.id,
        by_id=by.id,
        parameters={
            "language": choice.language.value if choice.language else "",
            "model": choice.model,
            "people": choice.people,
        },
    )
    audit.note(db, by, "asked for a new transcript", subject_id=recording.id, team_id=recording.case.team_id)
    db.commit()
    jobs.send(db, queue, job)
    return recording


def _check(recording: Recording, choice: Choice, models: Collection[str]) -> None:
    answers = Answers()
    if recording.is_in_hand:
        answers.refuse("model", _UNDER_WAY)
    if choice.model not in models:
        answers.refuse("model", "Choose a model")
    if choice.language is None:
        answers.refuse("language", "Choose the language that was spoken")
    elif choice.language is not Language.ENGLISH and hears_english_only(choice.model):
        answers.refuse("language", "This model hears English only: choose English, or another model")
    if choice.people is not None and not 1 <= choice.people <= MOST_PEOPLE:
        answers.refuse("people", f"Enter a whole number from 1 to {MOST_PEOPLE}, or leave it empty")
    answers.check()
