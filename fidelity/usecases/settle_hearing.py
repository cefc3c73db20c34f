"""Settles, at the first attempt, how a recording is to be heard, so that a later attempt does the same."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from fidelity.usecases.team_terms import hotwords_of
from models import Attempt, Language, Recording


@dataclass(frozen=True)
class HowToHear:
    """Language and number of people are nothing where they have to be found out."""

    language: str | None
    model: str
    chunks: int
    people: int | None
    hotwords: tuple[str, ...]


def settle_hearing(
    db: Session, attempt: Attempt, recording: Recording, *, model: str, chunks: int
) -> HowToHear:
    """Part of the caller's transaction. What was chosen when the job was asked for stands.

    ``model`` and ``chunks``: what this machine would take. The team's terms are those of the moment at which
    the job was asked for; the job itself holds none of them.
    """
    job = attempt.job
    chosen: dict[str, Any] = {
        "language": recording.language.value,
        "model": model,
        "people": recording.people_present or None,
        "chunks": chunks,
    }
    chosen |= {name: value for name, value in job.parameters.items() if value or name == "people"}
    if chosen != job.parameters:
        job.parameters = chosen
    language = chosen["language"]
    return HowToHear(
        language=None if language == Language.AUTO.value else language,
        model=chosen["model"],
        chunks=chosen["chunks"],
        people=chosen["people"],
        hotwords=hotwords_of(db, recording.case.team_id, at=job.created_at),
    )
